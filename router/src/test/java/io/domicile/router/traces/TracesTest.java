// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.traces;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.domicile.router.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TracesTest.Traced.class)
class TracesTest {

    private static final String ENDPOINT = "domicile.traces.endpoint";
    private static final String CANARY = "c4n4ry-p3rs0n";
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    /// As it stands in an export.
    private static final String TRACE =
            new String(HexFormat.of().parseHex(TRACE_ID), StandardCharsets.ISO_8859_1);

    private static final Queue<String> EXPORTED = new ConcurrentLinkedQueue<>();
    private static HttpServer collector;

    /// A gateway that traces all calls.
    public static final class Traced implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(ENDPOINT, Receiver.address("/v1/traces"), "domicile.traces.ratio", "1");
        }
    }

    @BeforeAll
    static void collect() throws IOException {
        collector =
                Receiver.start(
                        ENDPOINT,
                        exchange -> {
                            var coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
                            try (var body = exchange.getRequestBody();
                                    var plain =
                                            "gzip".equals(coding)
                                                    ? new GZIPInputStream(body)
                                                    : body) {
                                EXPORTED.add(
                                        new String(
                                                plain.readAllBytes(), StandardCharsets.ISO_8859_1));
                            }
                            exchange.sendResponseHeaders(200, -1);
                            exchange.close();
                        });
    }

    @AfterAll
    static void stop() {
        collector.stop(0);
    }

    @Test
    void spans_name_routes_and_nobody() {
        // given
        var traced = Api.as(CANARY, "service", "traced", "in-region");
        traced.header("Purpose", "support")
                .header("Reason", CANARY)
                .header("traceparent", "00-%s-b7ad6b7169203331-01".formatted(TRACE_ID))
                .header("tracestate", "a=" + CANARY)
                .header("baggage", "b=" + CANARY)
                .header("User-Agent", CANARY);

        // when
        String id = Api.post("traced", Examples.GERMAN_TEXT.replace("u-1842", CANARY)).path("id");
        Api.read("traced", id);
        traced.get("/v1/records/" + CANARY);
        Api.as("traced").delete("/v1/subjects/" + CANARY + "?region=nl&a=" + CANARY);
        Api.as("traced").get("/nowhere/" + CANARY);
        Api.as("traced").request("CANARY", "/v1/" + CANARY);

        // then
        for (var route :
                List.of(
                        "POST /v1/records",
                        "GET /v1/records/{id}",
                        "DELETE /v1/subjects/{id}",
                        "_OTHER",
                        TRACE)) {
            await(route);
        }
        var all = String.join("", EXPORTED);
        assertTrue(all.contains("domicile"));
        assertFalse(all.toLowerCase(java.util.Locale.ROOT).contains(CANARY));
        for (var told : List.of("127.0.0.1", "CANARY", "traced", "support", "u-1842", id)) {
            assertFalse(all.contains(told), told);
        }
    }

    private static void await(String text) {
        var deadline = Instant.now().plusSeconds(30);
        while (EXPORTED.stream().noneMatch(span -> span.contains(text))) {
            assertTrue(Instant.now().isBefore(deadline), "no span " + text);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
