// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// OPA's signature of a bundle: the file `.signatures.json` with one JSON Web Token over the digest
/// of every other file.
final class BundleSignature {

    static final String FILE = ".signatures.json";

    private static final String DIGEST = "SHA-256";
    private static final Pattern TOKEN =
            Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    private BundleSignature() {}

    /// Checks that the key signed exactly these files.
    ///
    /// @param files all files of the bundle
    /// @throws PolicyUnavailable saying what is wrong
    static void verify(SortedMap<String, byte[]> files, BundleKey key) {
        try {
            JsonNode payload = payload(token(files), key);
            check(files, listed(payload.path("files")));
        } catch (IOException | IllegalArgumentException e) {
            throw new PolicyUnavailable("the bundle's signature is malformed", e);
        }
    }

    /// The file `.signatures.json` for these files.
    static byte[] sign(
            SortedMap<String, byte[]> files, SignatureAlgorithm algorithm, PrivateKey key)
            throws IOException, GeneralSecurityException {
        var header = Json.MAPPER.createObjectNode().put("alg", algorithm.name()).put("typ", "JWT");
        var payload = Json.MAPPER.createObjectNode();
        var list = payload.putArray("files");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            list.addObject()
                    .put("name", file.getKey())
                    .put("hash", FileDigest.of(file.getKey(), file.getValue(), DIGEST))
                    .put("algorithm", DIGEST);
        }
        String signed = base64(ascii(header.toString())) + "." + base64(ascii(payload.toString()));
        String token = signed + "." + base64(algorithm.sign(key, ascii(signed)));
        var document = Json.MAPPER.createObjectNode();
        document.putArray("signatures").add(token);
        return Json.MAPPER.writeValueAsBytes(document);
    }

    private static String token(SortedMap<String, byte[]> files) throws IOException {
        byte @Nullable [] content = files.get(FILE);
        if (content == null) {
            throw new PolicyUnavailable("the bundle is not signed");
        }
        JsonNode document = Json.MAPPER.readTree(content);
        JsonNode tokens = document.path("signatures");
        if (document.size() != 1 || tokens.size() != 1 || !tokens.path(0).isTextual()) {
            throw new IOException("exactly one token is expected");
        }
        return tokens.path(0).textValue();
    }

    private static JsonNode payload(String token, BundleKey key) throws IOException {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new IOException("not a token");
        }
        JsonNode header = Json.MAPPER.readTree(decoded(parts.group(1)));
        if (!header.path("alg").asText().equals(key.algorithm().name())) {
            throw new PolicyUnavailable(
                    "the bundle is not signed with " + key.algorithm().name() + ", as configured");
        }
        if (header.has("crit") || header.has("b64")) {
            throw new IOException("an extension that is not understood");
        }
        String signed = parts.group(1) + "." + parts.group(2);
        if (!key.verifies(ascii(signed), decoded(parts.group(3)))) {
            throw new PolicyUnavailable("the bundle is not signed by the configured key");
        }
        JsonNode payload = Json.MAPPER.readTree(decoded(parts.group(2)));
        if (!payload.path("scope").asText().isEmpty()) {
            throw new PolicyUnavailable("the bundle is signed for another scope");
        }
        return payload;
    }

    private static Map<String, JsonNode> listed(JsonNode list) throws IOException {
        Map<String, JsonNode> files = new HashMap<>();
        for (JsonNode file : list) {
            if (files.put(file.path("name").asText(), file) != null) {
                throw new IOException("a file is listed twice");
            }
        }
        return files;
    }

    private static void check(SortedMap<String, byte[]> files, Map<String, JsonNode> listed)
            throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            if (name.equals(FILE)) {
                continue;
            }
            @Nullable JsonNode entry = listed.remove(name);
            if (entry == null) {
                throw new PolicyUnavailable("the bundle's signature does not cover " + name);
            }
            String hash = FileDigest.of(name, file.getValue(), entry.path("algorithm").asText());
            if (!hash.equals(entry.path("hash").asText())) {
                throw new PolicyUnavailable("the bundle's signature is for another " + name);
            }
        }
        if (!listed.isEmpty()) {
            throw new PolicyUnavailable("the bundle lacks files that its signature lists");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
