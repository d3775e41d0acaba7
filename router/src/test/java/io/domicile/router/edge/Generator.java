// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes documents by the schemas of an OpenAPI description: most as they say, some with a value
/// that nobody expects.
final class Generator {

    /// Texts that break programs.
    static final List<String> NAUGHTY =
            List.of(
                    "",
                    " ",
                    ".",
                    "..",
                    "../../etc/passwd",
                    "%",
                    "%00",
                    "\u0000",
                    "\u0001\u001f\u007f",
                    "\r\nX-A: b",
                    "\uFEFF",
                    "\u202Etxt",
                    "\uD83D",
                    "\uDC00\uD800",
                    "\uFFFE\uFFFF",
                    "\u0130\u0131\u1E9E",
                    "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319",
                    "\u7530\u4E2D\u3055\u3093",
                    "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                    "null",
                    "undefined",
                    "NaN",
                    "-1",
                    "1e999",
                    "0x7f",
                    "99999999999999999999999999",
                    "true",
                    "' or 1=1 --",
                    "'; drop table audit_row; --",
                    "<script>alert(1)</script>",
                    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                    "${jndi:ldap://127.0.0.1/a}",
                    "{{7*7}}",
                    "$(id)",
                    "*",
                    "cn",
                    "nl_1",
                    "2026-02-30T25:61:61Z",
                    "9999999-01-01T00:00:00Z",
                    "-000001-01-01T00:00:00Z",
                    "00000000-0000-0000-0000-000000000000",
                    "x".repeat(5_000));

    private final JsonNode api;
    private final RandomGenerator random;

    Generator(JsonNode api, RandomGenerator random) {
        this.api = api;
        this.random = random;
    }

    String naughty() {
        return NAUGHTY.get(random.nextInt(NAUGHTY.size()));
    }

    /// A value of the schema, or one of another kind.
    JsonNode value(JsonNode reference, int depth) {
        if (random.nextInt(12) == 0) {
            return odd();
        }
        var schema = resolved(reference);
        for (var choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return value(any(schema.path(choice)), depth + 1);
            }
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return any(schema.path("enum"));
        }
        var type = schema.path("type");
        return ofType(schema, type.isArray() ? any(type).asText() : type.asText(), depth);
    }

    private JsonNode ofType(JsonNode schema, String type, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> text(schema);
            case "integer" -> IntNode.valueOf(random.nextInt(-2, 200));
            case "number" -> DoubleNode.valueOf(random.nextDouble(-200, 200));
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            default -> NullNode.getInstance();
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var property : schema.path("properties").properties()) {
            boolean required =
                    schema.path("required").toString().contains("\"" + property.getKey() + "\"");
            if (depth < 8 && (required ? random.nextInt(12) > 0 : random.nextBoolean())) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        if (random.nextInt(10) == 0) {
            object.set(naughty(), odd());
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(4); i > 0 && depth < 8; i--) {
            array.add(value(schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode text(JsonNode schema) {
        return TextNode.valueOf(
                switch (schema.path("format").asText()) {
                    case "date-time" -> "2026-11-20T08:00:00Z";
                    case "date" -> "2026-11-20";
                    case "uuid" -> "6f1c2f3a-5b1e-4c57-9d0a-0a1b2c3d4e5f";
                    default -> random.nextInt(3) == 0 ? naughty() : "u-" + random.nextInt(50);
                });
    }

    private JsonNode odd() {
        return switch (random.nextInt(8)) {
            case 0 -> NullNode.getInstance();
            case 1 -> JsonNodeFactory.instance.arrayNode().add(naughty());
            case 2 -> JsonNodeFactory.instance.objectNode().put(naughty(), naughty());
            case 3 -> IntNode.valueOf(random.nextInt());
            case 4 -> BigIntegerNode.valueOf(BigInteger.TEN.pow(random.nextInt(40)));
            case 5 -> DoubleNode.valueOf(random.nextDouble() * 1e300);
            case 6 -> BooleanNode.TRUE;
            default -> TextNode.valueOf(naughty());
        };
    }

    private JsonNode any(JsonNode choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// What a `$ref` leads to.
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(api.at(node.path("$ref").asText().substring(1))) : node;
    }
}
