// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.domicile.audit.SigningKey;
import io.domicile.regions.seal.OneShot;
import io.domicile.regions.seal.Suite;
import io.domicile.regions.seal.TagMismatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Answers like the transit secrets engine, as far as its published API says and a region's keys
/// ask: `GET keys/:name`, `POST keys/:name`, `encrypt`, `decrypt`, `hmac`, `sign`.
public final class TransitServer implements AutoCloseable {

    static final String TOKEN = "token-of-a-test-5678";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InetSocketAddress address;
    private HttpServer server;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int broken;
    private volatile int status;

    private TransitServer(HttpServer server) {
        this.server = server;
        this.address = server.getAddress();
        listen();
    }

    private record Key(
            String type, boolean exportable, List<byte[]> versions, AtomicInteger oldest) {}

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;

        Refused(int status, String error) {
            super(error);
            this.status = status;
        }
    }

    public static TransitServer start() {
        try {
            var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new TransitServer(HttpServer.create(here, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One that speaks TLS with the key in a PKCS#12 file.
    static TransitServer start(Path keyStore, String password)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new TransitServer(server);
    }

    URI url() {
        var scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + address.getPort());
    }

    /// Answers the next questions with this status instead.
    void fail(int times, int with) {
        status = with;
        broken = times;
    }

    /// Paths of the questions since the start.
    List<String> asked() {
        return asked;
    }

    /// Stops listening; what it knows stays.
    @Override
    public void close() {
        server.stop(0);
    }

    /// Listens again at the same place.
    void reopen() throws IOException {
        server = HttpServer.create(address, 0);
        listen();
    }

    private void listen() {
        server.createContext("/v1/transit/", this::handle);
        server.start();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring("/v1/transit/".length());
        asked.add(path);
        try (exchange) {
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var answer = JSON.createObjectNode();
            int code = 200;
            try {
                answer.set("data", answer(exchange, path.split("/"), body));
            } catch (Refused e) {
                code = e.status;
                answer.putArray("errors").add(e.getMessage());
            }
            var bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode answer(HttpExchange exchange, String[] path, JsonNode body) throws Refused {
        if (broken > 0) {
            broken--;
            throw new Refused(status, "told so");
        }
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            throw new Refused(403, "permission denied");
        }
        boolean writes = exchange.getRequestMethod().equals("POST");
        if (path[0].equals("keys") && writes) {
            return path.length == 3 ? change(path, body) : create(path[1], body);
        }
        var key = keys.get(path[1]);
        if (key == null) {
            throw new Refused(path[0].equals("keys") ? 404 : 400, "encryption key not found");
        }
        return switch (path[0]) {
            case "keys" -> describe(key);
            case "encrypt" -> encrypt(key, body);
            case "decrypt" -> decrypt(key, body);
            case "hmac" -> result("hmac", 1, Suite.hmacSha256(secret(key, 1), input(body)));
            case "sign" -> result("signature", 1, SigningKey.of(secret(key, 1)).sign(input(body)));
            default -> throw new Refused(404, "unsupported path");
        };
    }

    private ObjectNode create(String name, JsonNode body) {
        var type = body.path("type").asText("aes256-gcm96");
        keys.put(
                name,
                new Key(
                        type,
                        body.path("exportable").asBoolean(),
                        new CopyOnWriteArrayList<>(List.of(random(32))),
                        new AtomicInteger(1)));
        return JSON.createObjectNode();
    }

    private ObjectNode change(String[] path, JsonNode body) throws Refused {
        var key = keys.get(path[1]);
        if (key == null) {
            throw new Refused(404, "no such key");
        }
        switch (path[2]) {
            case "rotate" -> key.versions.add(random(32));
            case "trim" -> key.oldest.set(body.path("min_available_version").asInt());
            default -> {
                int oldest = body.path("min_decryption_version").asInt();
                if (oldest > key.versions.size()) {
                    throw new Refused(400, "cannot set min decryption version");
                }
            }
        }
        return JSON.createObjectNode();
    }

    private static ObjectNode describe(Key key) {
        var data = JSON.createObjectNode();
        data.put("type", key.type).put("exportable", key.exportable);
        data.put("allow_plaintext_backup", false).put("latest_version", key.versions.size());
        var versions = data.putObject("keys");
        for (int i = key.oldest.get(); i <= key.versions.size(); i++) {
            if (key.type.equals("ed25519")) {
                var publicKey = SigningKey.of(key.versions.get(i - 1)).publicKey();
                versions.putObject(Integer.toString(i))
                        .put("public_key", Base64.getEncoder().encodeToString(publicKey));
            } else {
                versions.put(Integer.toString(i), 1_760_000_000);
            }
        }
        return data;
    }

    private static ObjectNode encrypt(Key key, JsonNode body) throws Refused {
        int version = body.path("key_version").asInt(key.versions.size());
        var nonce = random(Suite.NONCE);
        var sealed =
                OneShot.encrypt(
                        Suite.AES_256_GCM,
                        secret(key, version),
                        nonce,
                        bytes(body, "associated_data"),
                        bytes(body, "plaintext"));
        var whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
        return result("ciphertext", version, whole);
    }

    private static ObjectNode decrypt(Key key, JsonNode body) throws Refused {
        var parts = body.path("ciphertext").asText().split(":");
        int version = Integer.parseInt(parts[1].substring(1));
        var whole = Base64.getDecoder().decode(parts[2]);
        try {
            var clear =
                    OneShot.decrypt(
                            Suite.AES_256_GCM,
                            secret(key, version),
                            Arrays.copyOf(whole, Suite.NONCE),
                            bytes(body, "associated_data"),
                            Arrays.copyOfRange(whole, Suite.NONCE, whole.length));
            return JSON.createObjectNode()
                    .put("plaintext", Base64.getEncoder().encodeToString(clear));
        } catch (TagMismatch e) {
            throw new Refused(400, "cipher: message authentication failed");
        }
    }

    private static byte[] secret(Key key, int version) throws Refused {
        if (version < key.oldest.get() || version > key.versions.size()) {
            throw new Refused(400, "ciphertext version is disallowed");
        }
        return key.versions.get(version - 1);
    }

    private static ObjectNode result(String field, int version, byte[] value) {
        var text = "vault:v" + version + ":" + Base64.getEncoder().encodeToString(value);
        return JSON.createObjectNode().put(field, text);
    }

    private static byte[] input(JsonNode body) {
        return bytes(body, "input");
    }

    private static byte[] bytes(JsonNode body, String field) {
        return Base64.getDecoder().decode(body.path(field).asText());
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
