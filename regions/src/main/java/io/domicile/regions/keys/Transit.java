// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Optional;

/// Asks a transit secrets engine (OpenBao 2, Vault 1) over its HTTP API.
///
/// A question that got no answer is put once more; an order is not. Token, key material and the
/// server's texts are in no message.
final class Transit {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 2;

    private final TransitPlace place;
    private final HttpClient http;

    Transit(TransitPlace place) {
        this.place = place;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(place.timeout())
                        .sslContext(place.trust())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /// A question that names the version of the key, so that a rotation there changes nothing here.
    static ObjectNode question(int version) {
        return order().put("key_version", version);
    }

    /// The body of an order.
    static ObjectNode order() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// What the engine says of a key.
    ///
    /// @throws KeysUnusable if there is none
    JsonNode key(String name) {
        return data("keys/" + name, ask("keys/" + name, Optional.empty()));
    }

    /// Has the engine change a key. Once: whether an order without an answer was carried out, the
    /// key tells.
    ///
    /// @throws KeysUnusable if the engine refuses
    void order(String path, ObjectNode body) {
        int status = ask(path, Optional.of(body), 1).statusCode();
        if (status / 100 != 2) {
            throw new KeysUnusable("the key service answers " + path + " with status " + status);
        }
    }

    /// Bytes that come as `vault:v<version>:<base64>`.
    ///
    /// @throws KeysUnusable if the engine refuses, or answers with another version of the key
    byte[] result(String path, ObjectNode body, String field) {
        var text = data(path, ask(path, Optional.of(body))).path(field).asText();
        var prefix = prefix(body.path("key_version").asInt());
        if (!text.startsWith(prefix)) {
            throw new KeysUnusable("the key service answers " + path + " with another version");
        }
        return decoded(path, text.substring(prefix.length()));
    }

    /// Opens what `encrypt` gave.
    ///
    /// @throws WrapBroken if the engine says that it is not what was encrypted
    /// @throws KeysUnusable if it refuses for another reason
    byte[] decrypt(String name, int version, byte[] ciphertext, byte[] associated) {
        var path = "decrypt/" + name;
        var body =
                order().put("ciphertext", prefix(version) + base64(ciphertext))
                        .put("associated_data", base64(associated));
        var answer = ask(path, Optional.of(body));
        if (answer.statusCode() == 400 && isBroken(answer)) {
            throw new WrapBroken("a wrapped key does not open", null);
        }
        return decoded(path, data(path, answer).path("plaintext").asText());
    }

    private static String prefix(int version) {
        return "vault:v" + version + ":";
    }

    private static boolean isBroken(HttpResponse<byte[]> answer) {
        var said = json("decrypt", answer).path("errors").toString();
        return said.contains("message authentication failed")
                || said.contains("invalid ciphertext: unable to decrypt")
                || said.contains("invalid ciphertext length");
    }

    private static JsonNode data(String path, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new KeysUnusable(
                    "the key service answers " + path + " with status " + answer.statusCode());
        }
        return json(path, answer).path("data");
    }

    private static JsonNode json(String path, HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            // Its message and its cause may quote the answer.
            throw new KeysUnusable("the key service answers " + path + " with no JSON");
        } catch (IOException e) {
            throw new KeysUnusable("the key service's answer cannot be read", e);
        }
    }

    private static byte[] decoded(String path, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeysUnusable("the key service answers " + path + " with no base64");
        }
    }

    private HttpResponse<byte[]> ask(String path, Optional<ObjectNode> body) {
        return ask(path, body, TRIES);
    }

    private HttpResponse<byte[]> ask(String path, Optional<ObjectNode> body, int tries) {
        var request = request(path, body);
        for (int tried = 1; ; tried++) {
            try {
                var answer = http.send(request, BodyHandlers.ofByteArray());
                if (!isAway(answer.statusCode())) {
                    return answer;
                }
                if (tried == tries) {
                    throw new KeysAway(
                            "the key service answers with status " + answer.statusCode(), null);
                }
            } catch (IOException e) {
                if (tried == tries) {
                    throw new KeysAway("the key service does not answer", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KeysAway("interrupted while the key service was asked", e);
            }
        }
    }

    /// Not for us now: no token that it takes, a standby that points elsewhere, too much to do,
    /// sealed, or broken.
    private static boolean isAway(int status) {
        return status == 403
                || status / 100 == 3
                || status == 412
                || status == 429
                || status >= 500;
    }

    private HttpRequest request(String path, Optional<ObjectNode> body) {
        var request =
                HttpRequest.newBuilder(place.at(path))
                        .timeout(place.timeout())
                        .header("X-Vault-Request", "true")
                        .header("X-Vault-Token", place.token());
        place.namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
        body.ifPresent(json ->
                request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.toString())));
        return request.build();
    }
}
