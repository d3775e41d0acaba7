// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The digest of one file as OPA signs it: a file of bytes as it is; a JSON document with its keys
/// in order and without white space, its numbers written as they were.
final class FileDigest {

    private static final Set<String> ALGORITHMS = Set.of("SHA-256", "SHA-384", "SHA-512");
    private static final Set<String> DOCUMENTS = Set.of(".manifest", "data.json");
    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(
                    text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private FileDigest() {}

    /// The digest in hex.
    ///
    /// @param algorithm `SHA-256`, `SHA-384` or `SHA-512`
    /// @throws IOException if the file should be a JSON document and is none
    /// @throws PolicyUnavailable for another algorithm
    static String of(String name, byte[] content, String algorithm) throws IOException {
        if (!ALGORITHMS.contains(algorithm)) {
            throw new PolicyUnavailable("the bundle's signature uses a digest that is not taken");
        }
        byte[] hashed =
                DOCUMENTS.contains(name)
                        ? canonical(content).getBytes(StandardCharsets.UTF_8)
                        : content;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(hashed));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    /// A JSON document the way OPA writes it before it hashes it.
    static String canonical(byte[] document) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(document)) {
            parser.nextToken();
            String text = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON document");
            }
            return text;
        }
    }

    private static String value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> quoted(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                    parser.getText();
            case null, default -> throw new IOException("not a JSON document");
        };
    }

    private static String object(JsonParser parser) throws IOException {
        Map<String, String> members = new TreeMap<>(BY_BYTES);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            members.put(key, value(parser));
        }
        List<String> written = new ArrayList<>();
        members.forEach((key, value) -> written.add(quoted(key) + ":" + value));
        return "{" + String.join(",", written) + "}";
    }

    private static String array(JsonParser parser) throws IOException {
        List<String> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return "[" + String.join(",", items) + "]";
    }

    // Go's encoding/json without HTML escapes.
    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.chars()
                .forEach(c -> {
                    switch (c) {
                        case '"', '\\' -> out.append('\\').append((char) c);
                        case '\b' -> out.append("\\b");
                        case '\f' -> out.append("\\f");
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        default -> {
                            if (c < ' ' || c == 0x2028 || c == 0x2029) {
                                out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
                            } else {
                                out.append((char) c);
                            }
                        }
                    }
                });
        return out.append('"').toString();
    }
}
