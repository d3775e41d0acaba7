// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.domicile.router.Digest;
import io.domicile.router.Json;
import java.util.Map;

/// Names the facts of a decision in the audit log.
public final class FactsDigest {

    private static final ObjectWriter SORTED =
            Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private FactsDigest() {}

    /// `sha256:` and the hex digest of the facts as compact JSON with sorted members.
    public static String of(JsonNode facts) {
        try {
            return Digest.sha256(
                    SORTED.writeValueAsBytes(Json.MAPPER.treeToValue(facts, Map.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts cannot be digested", e);
        }
    }
}
