// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpaPolicyEngineTest {

    private static final PolicyRevision OURS = new PolicyRevision("abc", "sha256:00");
    private static final String ANSWER =
            """
            {"provenance":{"bundles":{"b":{"revision":"abc"}}},
             "result":{"effect":"ALLOW","region":"NL","obligations":["ENC.AES"],"labels":[],"counsel":false,
              "retain_days":30,"reasons":[{"rule":"R7","cite":["GDPR 5"],"text":{"en":"e"}}]}}
            """;

    @Test
    void a_whole_answer_of_our_bundle_is_a_decision() throws IOException {
        // when
        Decision decision = ask(200, ANSWER);

        // then
        assertEquals(Effect.ALLOW, decision.effect());
        assertEquals(RegionId.of("nl"), decision.region().orElseThrow());
        assertEquals(List.of("GDPR 5"), decision.citations());
    }

    /// What a server may say instead, as a change to the good answer.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "effect":"ALLOW",               | ``
                    "ALLOW"                         | "PERMIT"
                    "ALLOW"                         | 7
                    "ALLOW"                         | null
                    "region":"NL",                  | ``
                    "NL"                            | "Netherlands"
                    "NL"                            | 7
                    "obligations":["ENC.AES"],      | ``
                    ["ENC.AES"]                     | "ENC.AES"
                    ["ENC.AES"]                     | [7]
                    "labels":[],                    | ``
                    "counsel":false,                | ``
                    "counsel":false                 | "counsel":"no"
                    "retain_days":30                | "retain_days":"30"
                    "retain_days":30                | "retain_days":-1
                    "retain_days":30                | "retain_days":1.5
                    "cite":["GDPR 5"]               | "cite":null
                    "rule":"R7",                    | ``
                    {"en":"e"}                      | {"en":7}
                    "revision":"abc"                | "revision":"abd"
                    {"b":{"revision":"abc"}}        | {}
                    {"b":{"revision":"abc"}}        | {"b":{"revision":"abc"},"c":{"revision":"abc"}}
                    "provenance"                    | "origin"
                    "result"                        | "answer"
                    """)
    void an_answer_that_is_not_whole_is_no_decision(String part, String instead) {
        assertThrows(PolicyUnavailable.class, () -> ask(200, ANSWER.replace(part, instead)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    200 | {}
                    200 | []
                    200 | {"result":null}
                    200 | {"result":{}}
                    200 | ``
                    200 | not JSON
                    200 | {"result":{"effect":"ALLOW"
                    200 | {"result":{"effect":"DENY","effect":"ALLOW"}}
                    204 | ``
                    302 | {}
                    400 | {"code":"invalid_parameter"}
                    404 | {}
                    500 | {"code":"internal_error"}
                    503 | ``
                    """)
    void an_undefined_or_failed_answer_is_no_decision(int status, String body) {
        assertThrows(PolicyUnavailable.class, () -> ask(status, body));
    }

    @Test
    void after_a_change_the_bundle_before_may_answer_for_a_while_and_no_other() throws IOException {
        // when
        Decision before = askAfterChange(OURS, Duration.ofMinutes(5));

        // then
        assertEquals(OURS, before.policy());
        assertThrows(PolicyUnavailable.class, () -> askAfterChange(OURS, Duration.ZERO));
        assertThrows(
                PolicyUnavailable.class,
                () ->
                        askAfterChange(
                                new PolicyRevision("older", "sha256:01"), Duration.ofMinutes(5)));
    }

    @Test
    void a_good_body_with_a_bad_status_is_no_decision() {
        assertThrows(PolicyUnavailable.class, () -> ask(500, ANSWER));
    }

    @Test
    void a_server_that_is_not_there_is_no_decision() {
        // given
        var nobody = URI.create("http://127.0.0.1:1/");

        // then
        try (var engine = new OpaPolicyEngine(nobody, OURS, Duration.ofSeconds(5), Duration.ZERO)) {
            assertThrows(PolicyUnavailable.class, () -> decide(engine));
        }
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_no_decision() throws IOException {
        // given
        var never = new CountDownLatch(1);
        HttpServer server = server();
        server.createContext(
                "/",
                exchange -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        exchange.close();
                    }
                });
        server.start();

        // then
        try (var engine =
                new OpaPolicyEngine(uri(server), OURS, Duration.ofMillis(200), Duration.ZERO)) {
            assertThrows(PolicyUnavailable.class, () -> decide(engine));
        } finally {
            never.countDown();
            server.stop(0);
        }
    }

    private static Decision ask(int status, String body) throws IOException {
        return ask(status, body, OpaPolicyEngineTest::ours);
    }

    private static Decision askAfterChange(PolicyRevision before, Duration overlap)
            throws IOException {
        return ask(
                200,
                ANSWER,
                server -> {
                    var engine =
                            new OpaPolicyEngine(
                                    uri(server), before, Duration.ofSeconds(10), overlap);
                    engine.prepare(PolicyBundle.bundled()).run();
                    return engine;
                });
    }

    private static OpaPolicyEngine ours(HttpServer server) {
        return new OpaPolicyEngine(uri(server), OURS, Duration.ofSeconds(10), Duration.ZERO);
    }

    private static Decision ask(
            int status, String body, Function<HttpServer, OpaPolicyEngine> client)
            throws IOException {
        HttpServer server = server();
        server.createContext(
                "/v1/data/domicile/decision",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try (var engine = client.apply(server)) {
            return decide(engine);
        } finally {
            server.stop(0);
        }
    }

    private static Decision decide(OpaPolicyEngine engine) {
        try {
            return engine.decide(WasmPolicyEngineTest.message("DE", "DE"))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw assertInstanceOf(PolicyUnavailable.class, e.getCause());
        }
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
