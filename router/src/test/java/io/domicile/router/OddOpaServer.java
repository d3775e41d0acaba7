// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.domicile.policies.PolicyBundle;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A server in the place of OPA that fails in the way that the purpose of the question names, or
/// allows the record in the Netherlands under one obligation that the policies would not ask for.
public final class OddOpaServer implements QuarkusTestResourceLifecycleManager {

    /// What it asks for, by the purpose of the question.
    public static final Map<String, String> ASKED =
            Map.ofEntries(
                    Map.entry("ask_new", "BRAND.NEW"),
                    Map.entry("ask_certified", "CRYPTO.CERTIFIED"),
                    Map.entry("ask_mask", "MASK"),
                    Map.entry("ask_sm", "ENC.SM"),
                    Map.entry("ask_aes", "ENC.AES"),
                    Map.entry("ask_gcj02", "CRS.GCJ02"),
                    Map.entry("ask_coarse", "COARSEN.3KM"),
                    Map.entry("ask_transit", "TTL.TRANSIT"),
                    Map.entry("ask_tokens", "TOKENISE.PEER"),
                    Map.entry("hold_new", "BRAND.NEW"),
                    Map.entry("hold_sm", "ENC.SM"),
                    Map.entry("hold_consent", "CONSENT.SEP"));

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var odd = HttpServer.create(address, 0);
            odd.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            odd.createContext("/", OddOpaServer::answer);
            odd.start();
            server = odd;
            return Map.of(
                    "domicile.policies.engine", "opa",
                    "domicile.policies.opa-url",
                            "http://127.0.0.1:" + odd.getAddress().getPort() + "/",
                    "domicile.policies.opa-timeout", "3S");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var question = Json.MAPPER.readTree(exchange.getRequestBody());
        switch (question.at("/input/facts/purpose").asText()) {
            case "silence" -> exchange.getRequestBody().close();
            case "hang_up" -> exchange.close();
            case "error" -> send(exchange, 500, "{}");
            case "prose" -> send(exchange, 200, "no");
            case "undefined" -> send(exchange, 200, "{%s}".formatted(provenance("")));
            case "no_effect" -> send(exchange, 200, "{%s,\"result\":{}}".formatted(provenance("")));
            case "other_bundle" ->
                    send(exchange, 200, "{%s,\"result\":{}}".formatted(provenance("x")));
            case "no_transfer" -> withoutTransfer(exchange, question);
            default -> send(exchange, 200, decision(question));
        }
    }

    /// Lets a message in, and copies of it go to the mainland, and cannot say more.
    private static void withoutTransfer(HttpExchange exchange, JsonNode question)
            throws IOException {
        if (question.at("/input/query").asText().equals("transfer")) {
            send(exchange, 500, "{}");
        } else {
            send(
                    exchange,
                    200,
                    """
                    {%s,"result":{"effect":"ALLOW","region":"NL","obligations":[],"labels":[],
                     "counsel":false,"retain_days":14,"copies":{"CN":"ALLOW","NL":"ALLOW"},
                     "reasons":[]}}
                    """
                            .formatted(provenance("")));
        }
    }

    /// Allows every reading; stores or holds under what the purpose asks for.
    private static String decision(JsonNode question) throws IOException {
        var purpose = question.at("/input/facts/purpose").asText();
        var asked = ASKED.get(purpose);
        if (asked == null && !question.at("/input/query").asText().equals("read")) {
            throw new IOException("no such oddity");
        }
        return """
        {%s,"result":{"effect":"%s","region":"NL","obligations":[%s],"labels":[],"counsel":false,
         "retain_days":14,"reasons":[{"rule":"ODD","cite":["GDPR 5"],"text":{"en":"Odd."}}]}}
        """
                .formatted(
                        provenance(""),
                        purpose.startsWith("hold") ? "QUARANTINE" : "ALLOW",
                        asked == null ? "" : "\"" + asked + "\"");
    }

    private static String provenance(String more) {
        return "\"provenance\":{\"bundles\":{\"b\":{\"revision\":\"%s\"}}}"
                .formatted(PolicyBundle.bundled().revision().revision() + more);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
