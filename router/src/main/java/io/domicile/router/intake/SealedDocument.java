// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What is sealed: the record and the facts that it was decided on, so that a later reading is
/// decided on the same facts.
///
/// @param record the record as it was taken
/// @param facts the facts of the query `store`
public record SealedDocument(ObjectNode record, ObjectNode facts) {

    static Bytes of(Submission submission, JsonNode facts) {
        var document = JsonNodeFactory.instance.objectNode();
        document.set("record", Json.MAPPER.valueToTree(submission));
        document.set("facts", facts);
        return Bytes.of(document.toString());
    }

    /// Reads the clear text of a record.
    public static SealedDocument read(Bytes content) {
        try {
            var document = Json.MAPPER.readTree(content.toArray());
            return new SealedDocument(
                    (ObjectNode) document.required("record"),
                    (ObjectNode) document.required("facts"));
        } catch (IOException e) {
            throw new UncheckedIOException("sealed content is not ours", e);
        }
    }

    @Override
    public String toString() {
        return "SealedDocument";
    }
}
