// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real OPA server that fetches its bundle and verifies it itself.
final class OpaReloadTest {

    private static final SigningKey KEY = SigningKey.fresh(SignatureAlgorithm.RS256);

    @Test
    void an_opa_server_takes_the_signed_bundle_and_no_question_fails_when_it_changes(
            @TempDir Path folder) throws Exception {
        // given
        PolicyBundle first = PolicyBundle.signed(KEY.sign(bundled()), KEY.verifier());
        var published = new Published(first);
        try (published;
                var server = OpaServer.start(first, config(folder, published.port(), KEY));
                var engine = server.engine(Duration.ofMinutes(5))) {
            var bundles = new PolicyBundles(first, engine);
            awaitFirst(engine);

            // when
            var replaced =
                    bundles.replace(KEY.sign(Bundles.longer("next")), KEY.verifier(), _ -> {});
            published.bundle = bundles.active();

            // then
            assertInstanceOf(PolicyBundles.Replacement.Active.class, replaced);
            Decision decision = decide(engine);
            while (!decision.policy().equals(engine.revision())) {
                assertEquals(first.revision(), decision.policy());
                assertEquals(Bundles.DAYS, decision.retainDays().orElseThrow());
                decision = decide(engine);
            }
            assertEquals(Bundles.LONGER_DAYS, decision.retainDays().orElseThrow());
        }
    }

    @Test
    void an_opa_server_does_not_take_a_bundle_signed_by_somebody_else(@TempDir Path folder)
            throws Exception {
        // given
        PolicyBundle bundle = PolicyBundle.of(SigningKey.fresh(KEY.algorithm()).sign(bundled()));
        try (var published = new Published(bundle);
                var server = OpaServer.start(bundle, config(folder, published.port(), KEY));
                var engine = server.engine(Duration.ZERO)) {
            // when
            published.fetched.await();

            // then
            assertThrows(CompletionException.class, () -> decide(engine));
        }
    }

    private static byte[] bundled() {
        return PolicyBundle.bundled().bytes();
    }

    private static Decision decide(PolicyEngine engine) {
        return engine.decide(WasmPolicyEngineTest.message("DE", "DE")).toCompletableFuture().join();
    }

    private static void awaitFirst(PolicyEngine engine) {
        for (int i = 0; i < 100_000; i++) {
            try {
                decide(engine);
                return;
            } catch (CompletionException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the OPA server did not take the bundle");
    }

    static Path config(Path folder, int port, SigningKey key) throws IOException {
        var config = Json.MAPPER.createObjectNode();
        config.withObject("/services/gateway").put("url", "http://127.0.0.1:" + port);
        var bundle = config.withObject("/bundles/domicile");
        bundle.put("service", "gateway").put("resource", "/v1/policies/bundle.tar.gz");
        bundle.withObject("/polling").put("min_delay_seconds", 1).put("max_delay_seconds", 1);
        bundle.withObject("/signing").put("keyid", "operator");
        config.withObject("/keys/operator")
                .put("algorithm", key.algorithm().name())
                .put("key", key.publicPem());
        return Files.writeString(folder.resolve("opa.json"), config.toString());
    }

    /// A bundle on a web server.
    private static final class Published implements AutoCloseable {

        private final HttpServer server;
        private volatile PolicyBundle bundle;
        private final CountDownLatch fetched = new CountDownLatch(2);

        Published(PolicyBundle bundle) throws IOException {
            this.bundle = bundle;
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/policies/bundle.tar.gz", this::answer);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            byte[] bytes = bundle.bytes();
            exchange.getResponseHeaders().set("Content-Type", "application/gzip");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
            fetched.countDown();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
