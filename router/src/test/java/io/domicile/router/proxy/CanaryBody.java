// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A body whose protected fields carry a canary, well formed or not, under a media type that fits
/// or not.
///
/// @param canary digits that stand in protected fields alone
/// @param type value of `Content-Type`; empty for none
/// @param encoding value of `Content-Encoding`; empty for none
/// @param content the body, one character for each byte
record CanaryBody(String canary, String type, String encoding, String content) {

    /// The fields that carry it, as routes declare them.
    static final String RULES =
            """
                  - {field: $.secret, action: redact}
                  - {field: $.person.name, action: mask, missing: pass}
                  - {field: "$.items[*].note", action: drop, missing: pass}
                  - {field: $.position, as: loc.point, action: coarsen, missing: pass}
                  - {field: "$..hidden", action: redact, missing: pass}
            """;

    private static final List<String> JSON =
            List.of(
                    "application/json",
                    "application/json; charset=utf-8",
                    "Application/JSON",
                    "application/cloudevents+json",
                    "application/vnd.acme.v1+json",
                    "application/merge-patch+json");
    private static final List<String> STRANGE =
            List.of(
                    "",
                    "text/plain",
                    "text/json",
                    "application/octet-stream",
                    "application/json; charset=utf-16",
                    "application/json, text/plain",
                    "application/jsonp",
                    "application/protobuf",
                    "application/cbor",
                    "image/png",
                    "json",
                    "*/*",
                    "multipart/mixed; boundary=b",
                    "multipart/form-data",
                    "application/x-www-form-urlencoded; charset=latin1",
                    "text/event-stream");

    static CanaryBody of(Random random) {
        var canary = new BigInteger(36, random).add(BigInteger.TEN.pow(11)).toString();
        var document = document(canary, random);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                    new CanaryBody(canary, any(JSON, random), "", utf8(text(document, random)));
            case 4 -> lines(canary, random);
            case 5 -> batch(canary, random);
            case 6 -> form(canary, random);
            case 7 -> multipart(canary, random);
            case 8 -> xml(canary, random);
            case 9 -> packed(canary, document, random);
            case 10 ->
                    new CanaryBody(canary, any(STRANGE, random), "", utf8(text(document, random)));
            default -> hostile(canary, document.toString(), random);
        };
    }

    /// Whether the canary shows, as it is or in a form that is read as easily.
    boolean isIn(String text) {
        var bytes = canary.getBytes(StandardCharsets.US_ASCII);
        var base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return text.contains(canary)
                || text.contains(base64)
                || text.toLowerCase(Locale.ROOT).contains(HexFormat.of().formatHex(bytes))
                || text.replace("\0", "").contains(canary)
                || text.contains(escaped(canary));
    }

    private static ObjectNode document(String canary, Random random) {
        var document = JsonNodeFactory.instance.objectNode();
        if (random.nextInt(8) > 0) {
            document.set("secret", value(canary, random, 0));
        }
        document.put("open", random.nextInt());
        if (random.nextBoolean()) {
            document.putObject("person").set("name", value(canary, random, 0));
        }
        if (random.nextBoolean()) {
            var items = document.putArray("items");
            for (int i = random.nextInt(4); i > 0; i--) {
                items.addObject().put("n", i).set("note", value(canary, random, 1));
            }
        }
        if (random.nextInt(3) == 0) {
            document.set("position", position(canary, random));
        }
        if (random.nextInt(3) == 0) {
            document.putArray("deep")
                    .addArray()
                    .addObject()
                    .set("hidden", value(canary, random, 1));
        }
        return document;
    }

    private static JsonNode position(String canary, Random random) {
        var exact = new BigDecimal("52.3" + canary);
        var position = JsonNodeFactory.instance.objectNode();
        switch (random.nextInt(4)) {
            case 0 -> position.put("lat", exact).put("lon", exact);
            case 1 -> position.put("latitude", exact).put("lng", 4.5).put("name", canary);
            case 2 -> position.put("type", "Point").putArray("coordinates").add(exact).add(exact);
            default ->
                    position.put("lat", exact)
                            .put("lon", 4)
                            .put("altitude", new BigInteger(canary));
        }
        return position;
    }

    private static JsonNode value(String canary, Random random, int depth) {
        var nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 2 ? 4 : 7)) {
            case 0 -> nodes.textNode(canary);
            case 1 -> nodes.numberNode(new BigInteger(canary));
            case 2 -> nodes.textNode("é \"" + canary + "\" \n𝕏");
            case 3 -> random.nextBoolean() ? nodes.nullNode() : nodes.booleanNode(true);
            case 4 -> nodes.arrayNode().add(value(canary, random, depth + 1)).add(canary);
            case 5 -> nodes.objectNode().set("k" + canary, value(canary, random, depth + 1));
            default -> nodes.objectNode().set("hidden", value(canary, random, depth + 1));
        };
    }

    private static String text(JsonNode document, Random random) {
        var text = document.toString();
        return switch (random.nextInt(4)) {
            case 0 -> document.toPrettyString();
            case 1 -> text.replace("\"secret\"", "\"\\u0073ecret\"");
            default -> text;
        };
    }

    private static CanaryBody lines(String canary, Random random) {
        var lines = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            lines.append(document(canary, random)).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return new CanaryBody(canary, "application/x-ndjson", "", utf8(lines.toString()));
    }

    private static CanaryBody batch(String canary, Random random) {
        var events = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            events.add(document(canary, random));
        }
        return new CanaryBody(
                canary, "application/cloudevents-batch+json", "", utf8(events.toString()));
    }

    private static CanaryBody form(String canary, Random random) {
        var pairs = new ArrayList<String>();
        pairs.add((random.nextBoolean() ? "secret=" : "%73ecret=") + encoded(canary));
        pairs.add("open=1;x=2");
        if (random.nextInt(4) == 0) {
            pairs.add("secret=" + canary);
        }
        if (random.nextInt(4) == 0) {
            pairs.add("hidden=%C3%A9" + canary);
        }
        return new CanaryBody(
                canary, "application/x-www-form-urlencoded", "", String.join("&", pairs));
    }

    private static CanaryBody multipart(String canary, Random random) {
        var part = "Content-Disposition: form-data; name=\"secret\"";
        var head =
                switch (random.nextInt(6)) {
                    case 0 -> part + "; filename=\"" + canary + ".ogg\"\r\nContent-Type: audio/ogg";
                    case 1 -> part + "\r\nContent-Type: application/json";
                    case 2 -> part + "\r\nContent-Transfer-Encoding: base64";
                    case 3 -> part.toLowerCase(Locale.ROOT);
                    case 4 -> part.replace("form-data; ", "form-data;");
                    default -> part;
                };
        var line = random.nextInt(8) == 0 ? "\n" : "\r\n";
        var body =
                (random.nextInt(8) == 0 ? canary + "\r\n" : "")
                        + "--b\r\n"
                        + head
                        + "\r\n\r\n"
                        + canary
                        + line
                        + "--b\r\nContent-Disposition: form-data; name=\"open\"\r\n\r\n1\r\n--b--"
                        + (random.nextInt(8) == 0 ? canary : "\r\n");
        return new CanaryBody(canary, "multipart/form-data; boundary=b", "", body);
    }

    private static CanaryBody xml(String canary, Random random) {
        var body =
                switch (random.nextInt(6)) {
                    case 0 -> "<secret><a b=\"" + canary + "\"/>" + "</secret>";
                    case 1 -> "<secret><![CDATA[" + canary + "]]></secret>";
                    case 2 ->
                            "<!DOCTYPE secret [<!ENTITY c \""
                                    + canary
                                    + "\">]><secret>&c;</secret>";
                    case 3 -> "<secret>" + canary + "<hidden>" + canary + "</hidden></secret>";
                    case 4 -> "<!--" + canary + "--><secret>" + canary + "</secret>";
                    default -> "<secret>" + canary + "</secret>";
                };
        return new CanaryBody(canary, "application/xml", "", body);
    }

    private static CanaryBody packed(String canary, JsonNode document, Random random) {
        var plain = document.toString().getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        boolean gzip = random.nextInt(3) > 0;
        try (var packing = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
            packing.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CanaryBody(
                canary,
                "application/json",
                gzip ? "gzip" : "deflate",
                out.toString(StandardCharsets.ISO_8859_1));
    }

    /// What some readers would take for the declared field, and what is cut, doubled or miswritten.
    private static CanaryBody hostile(String canary, String text, Random random) {
        var secret = "{\"secret\":\"" + canary + "\"";
        var body =
                switch (random.nextInt(14)) {
                    case 0 -> secret + ",\"secret\":\"x\"}";
                    case 1 -> "{\"secret\":1,\"Secret\":\"" + canary + "\"}";
                    case 2 -> "{\"secret\":1,\"secret \":\"" + canary + "\"}";
                    case 3 -> secret + "} " + secret + "}";
                    case 4 -> "\uFEFF" + secret + "}";
                    case 5 -> secret;
                    case 6 -> "[" + secret + "}]";
                    case 7 -> "{\"secret\":1,\"person\":[{\"name\":\"" + canary + "\"}]}";
                    case 8 -> "{'secret':'" + canary + "'}";
                    case 9 -> "{\"secret\":\"" + canary + "\",}";
                    case 10 -> "{\"secret\":1,\"position\":\"" + canary + "\"}";
                    case 11 -> "{\"secret\":1,\"items\":{\"note\":{\"note\":\"" + canary + "\"}}}";
                    case 12 -> "\"" + canary + "\"";
                    default -> text.substring(0, random.nextInt(text.length()));
                };
        var charset = random.nextInt(6) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        return new CanaryBody(canary, any(JSON, random), "", bytes(body, charset));
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append("\\u00").append(Integer.toHexString(c)));
        return escaped.toString();
    }

    private static String utf8(String text) {
        return bytes(text, StandardCharsets.UTF_8);
    }

    private static String bytes(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    /// For the message of a failure.
    JsonNode described() {
        return Json.MAPPER.createObjectNode().put("type", type).put("content", content);
    }
}
