// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.domicile.router.Digest;
import io.domicile.router.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Names the facts of a decision in the audit log.
public final class FactsDigest {

    private static final ObjectWriter SORTED =
            Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private FactsDigest() {}

    /// `sha256:` and the hex digest of the facts as compact JSON with sorted members.
    public static String of(JsonNode facts) {
        return Digest.sha256(bytes(facts));
    }

    /// The text that the digest is of.
    public static String text(JsonNode facts) {
        return new String(bytes(facts), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode facts) {
        try {
            return SORTED.writeValueAsBytes(Json.MAPPER.treeToValue(facts, Map.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts cannot be digested", e);
        }
    }
}
