// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads an engine's answer, strictly: whatever is not a whole decision is no decision.
final class DecisionReader {

    private DecisionReader() {}

    /// Parses JSON text of an engine.
    ///
    /// @throws PolicyUnavailable if it is not JSON
    static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new PolicyUnavailable("the policy engine did not answer in JSON", e);
        }
    }

    /// Reads the result of the entry point.
    ///
    /// @param policy the bundle that decided
    /// @throws PolicyUnavailable if anything that a decision needs is missing or of another kind
    static Decision read(String query, JsonNode result, PolicyRevision policy) {
        JsonNode json = Json.sorted(required(result.isObject(), "decision", result));
        Effect effect = effect(json.path("effect"));
        Optional<RegionId> region = optional(json, "region").map(DecisionReader::region);
        if (query.equals("store") && effect == Effect.ALLOW && region.isEmpty()) {
            throw malformed("region");
        }
        return new Decision(
                effect,
                region,
                strings(json, "obligations"),
                strings(json, "labels"),
                optional(json, "need").map(node -> text(node, "need")),
                flag(json.path("counsel")),
                optional(json, "retain_days").map(DecisionReader::days),
                list(json, "reasons").map(DecisionReader::reason).toList(),
                policy,
                json);
    }

    private static Effect effect(JsonNode node) {
        try {
            return Effect.valueOf(text(node, "effect"));
        } catch (IllegalArgumentException e) {
            throw new PolicyUnavailable("the policy engine's answer has no known effect", e);
        }
    }

    private static RegionId region(JsonNode node) {
        String code = text(node, "region");
        if (!code.matches("[A-Z]{2}")) {
            throw malformed("region");
        }
        return RegionId.of(code);
    }

    private static Integer days(JsonNode node) {
        return required(node.isInt() && node.intValue() >= 0, "retain_days", node).intValue();
    }

    private static boolean flag(JsonNode node) {
        return required(node.isBoolean(), "counsel", node).booleanValue();
    }

    private static Reason reason(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.path("text")
                .properties()
                .forEach(text -> texts.put(text.getKey(), text(text.getValue(), "text")));
        return new Reason(text(node.path("rule"), "rule"), strings(node, "cite"), texts);
    }

    private static List<String> strings(JsonNode json, String field) {
        return list(json, field).map(node -> text(node, field)).toList();
    }

    private static Stream<JsonNode> list(JsonNode json, String field) {
        JsonNode array = json.path(field);
        return required(array.isArray(), field, array).valueStream();
    }

    private static String text(JsonNode node, String field) {
        return required(node.isTextual(), field, node).textValue();
    }

    private static Optional<JsonNode> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field));
    }

    private static JsonNode required(boolean holds, String field, JsonNode node) {
        if (!holds) {
            throw malformed(field);
        }
        return node;
    }

    private static PolicyUnavailable malformed(String field) {
        return new PolicyUnavailable("the policy engine's answer is malformed at " + field);
    }
}
