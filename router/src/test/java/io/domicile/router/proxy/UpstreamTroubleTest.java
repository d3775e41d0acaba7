// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers see of services that fail in the middle.
@QuarkusTest
@TestProfile(ProxyProfile.class)
class UpstreamTroubleTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n";

    private final HttpClient http = HttpClient.newHttpClient();

    @Inject ProxyServer server;

    @Test
    void an_answer_that_breaks_off_is_not_taken_for_a_whole_one() throws Exception {
        try (var upstream = new RawUpstream(HEAD + "{\"secret\":\"CANARY\"").let()) {
            // given
            route(upstream);

            // when
            var ruled = get("/ruled");

            // then
            assertEquals(502, ruled.statusCode());
            assertFalse(ruled.body().contains("CANARY"));
            assertThrows(IOException.class, () -> get("/plain"));
        }
    }

    @Test
    void an_answer_that_ends_behind_its_head_is_not_taken_for_an_empty_one() throws Exception {
        try (var upstream = new RawUpstream(HEAD).let()) {
            // given
            route(upstream);

            // when
            var answer = get("/lenient");

            // then
            assertEquals(502, answer.statusCode(), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CANARY\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: CANARY\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nCANARY\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}CANARY\r\n"
            })
    void what_is_no_answer_is_a_bad_gateway_and_in_no_log_line(String bytes) throws Exception {
        try (var logged = new Logged();
                var upstream = new RawUpstream(bytes).let()) {
            // given
            route(upstream);

            // when
            var answer = get("/ruled");

            // then
            assertEquals(502, answer.statusCode(), answer.body());
            assertFalse(answer.body().contains("CANARY"));
            assertEquals("", logged.linesWith("CANARY"));
        }
    }

    @Test
    void an_upstream_that_says_nothing_has_its_time() throws Exception {
        try (var upstream = new RawUpstream("")) {
            // given
            route(upstream);

            // when
            var answer = get("/hasty");

            // then
            assertEquals(504, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("upstream_timeout"));
        }
    }

    @Test
    @Timeout(60)
    void more_than_a_route_takes_is_told_to_come_again() throws Exception {
        try (var upstream = new RawUpstream(HEAD.replace("90", "2") + "{}")) {
            // given
            route(upstream);
            var first = http.sendAsync(request("/narrow"), HttpResponse.BodyHandlers.ofString());
            upstream.awaitAsked();

            // when
            var second = get("/narrow");
            upstream.let();

            // then
            assertEquals(503, second.statusCode());
            assertTrue(second.headers().firstValue("retry-after").isPresent());
            assertEquals(200, first.join().statusCode());
            assertEquals(200, once("/narrow"));
        }
    }

    /// What all of the gateway logs.
    private static final class Logged extends Handler implements AutoCloseable {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Logged() {
            Logger.getLogger("").addHandler(this);
        }

        String linesWith(String word) {
            return lines.stream().filter(line -> line.contains(word)).collect(joining("\n"));
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    /// The status of the first answer that is not 503: a place is free a moment after its answer.
    private int once(String path) throws IOException, InterruptedException {
        int status = get(path).statusCode();
        while (status == 503) {
            status = get(path).statusCode();
        }
        return status;
    }

    private void route(RawUpstream upstream) throws IOException {
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                """
                routes:
                  - {name: plain, method: GET, path: /plain, upstream: "UPSTREAM"}
                  - name: hasty
                    method: GET
                    path: /hasty
                    upstream: "UPSTREAM"
                    limits: {timeout_ms: 200}
                  - name: narrow
                    method: GET
                    path: /narrow
                    upstream: "UPSTREAM"
                    limits: {concurrency: 1}
                  - name: ruled
                    method: GET
                    path: /ruled
                    upstream: "UPSTREAM"
                    response: [{field: $.secret, action: redact}]
                  - name: lenient
                    method: GET
                    path: /lenient
                    upstream: "UPSTREAM"
                    response: [{field: $.secret, action: redact, missing: pass}]
                """
                        .replace("UPSTREAM", upstream.address()));
        server.lookAgain();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(1));
        var address = "http://127.0.0.1:" + server.port().orElseThrow() + path;
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .build();
    }
}
