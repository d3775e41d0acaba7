// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.Hash;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An entry at its place in the log.
final class Line {

    private final long index;
    private final byte[] bytes;
    private final JsonNode json;

    private Line(long index, byte[] bytes, JsonNode json) {
        this.index = index;
        this.bytes = bytes;
        this.json = json;
    }

    /// @param bytes the entry as the log has it, canonical JSON
    /// @throws LogFailure.Damaged if the entry is not JSON
    static Line read(long index, byte[] bytes) {
        try {
            return new Line(index, bytes, Json.MAPPER.readTree(bytes));
        } catch (IOException e) {
            throw new LogFailure.Damaged("entry " + index + " is not JSON");
        }
    }

    /// Its place.
    long index() {
        return index;
    }

    JsonNode json() {
        return json;
    }

    /// The hash that the log has for the entry; in text base64.
    Hash leaf() {
        return Merkle.leafHash(bytes);
    }

    String text(String member) {
        return json.path(member).asText();
    }

    /// Whether it may be told to whoever may see this tenant's entries alone. What is about the
    /// whole region is told to every tenant.
    boolean isOf(String tenant) {
        return text("tenant").equals(tenant) || text("tenant").equals("*");
    }

    /// Writes it as a line of `entries.ndjson`: the entry byte for byte, so that its hash can be
    /// computed from the line.
    void write(OutputStream out) throws IOException {
        var head = "{\"index\":%d,\"leaf\":\"%s\",\"entry\":".formatted(index, leaf());
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.write('}');
        out.write('\n');
    }
}
