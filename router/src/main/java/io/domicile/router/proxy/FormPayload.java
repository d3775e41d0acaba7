// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A form, urlencoded. A name that comes several times is an array.
///
/// @param held the one document: its fields by name
record FormPayload(ArrayNode held) implements Payload {

    private static final String TYPE = "application/x-www-form-urlencoded";

    static FormPayload read(byte[] body) {
        var fields = JsonNodeFactory.instance.objectNode();
        var text = Payload.text(body);
        for (var pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                add(
                        fields,
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return new FormPayload(JsonNodeFactory.instance.arrayNode().add(fields));
    }

    private static void add(ObjectNode fields, String name, String value) {
        switch (fields.get(name)) {
            case null -> fields.put(name, value);
            case ArrayNode several -> several.add(value);
            case JsonNode first -> fields.putArray(name).add(first).add(value);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(Fault.BAD_ENCODING, "The form is not urlencoded.");
        }
    }

    @Override
    public List<Spot> documents() {
        return List.of(Spot.in(held, 0));
    }

    @Override
    public byte[] bytes() {
        var pairs = new ArrayList<String>();
        for (var field : held.path(0).properties()) {
            if (field.getValue() instanceof ArrayNode several) {
                several.forEach(value -> pairs.add(pair(field.getKey(), value)));
            } else {
                pairs.add(pair(field.getKey(), field.getValue()));
            }
        }
        return Payload.utf8(String.join("&", pairs));
    }

    private static String pair(String name, JsonNode value) {
        return encoded(name)
                + "="
                + encoded(value.isContainerNode() ? value.toString() : value.asText());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String contentType() {
        return TYPE;
    }

    @Override
    public String toString() {
        return "FormPayload";
    }
}
