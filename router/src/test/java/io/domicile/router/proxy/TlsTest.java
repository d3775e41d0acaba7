// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The proxy between callers and upstreams that both show certificates, in HTTP/1.1 and HTTP/2.
@QuarkusTest
@TestProfile(TlsProfile.class)
class TlsTest {

    private static final Authority.Identity CALLER =
            TlsProfile.OUTSIDE.issue("caller", "caller.invalid");

    @Inject ProxyServer server;

    @Inject Vertx vertx;

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,false", "HTTP_1_1,true", "HTTP_2,false", "HTTP_2,true"})
    void fields_are_changed_between_any_two_versions(HttpClient.Version version, boolean newest)
            throws Exception {
        try (var upstream = upstream(newest);
                var http = client(version, CALLER)) {
            // given
            route(upstream);

            // when
            var answer = post(http, "/hidden", "{\"secret\":\"CANARY\",\"open\":1}");

            // then
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(version, answer.version());
            var got = upstream.received().getFirst();
            assertEquals(newest ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1, got.version());
            assertEquals("CN=proxy", got.caller());
            assertEquals("{\"secret\":\"[redacted]\",\"open\":1}", got.body());
            assertEquals(
                    Json.MAPPER.readTree("{\"secret\":\"[redacted]\"}"),
                    Json.MAPPER.readTree(answer.body()));
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,false", "HTTP_1_1,true", "HTTP_2,false", "HTTP_2,true"})
    void what_has_no_rules_streams_between_any_two_versions(
            HttpClient.Version version, boolean newest) throws Exception {
        try (var upstream = upstream(newest);
                var http = client(version, CALLER)) {
            // given
            route(upstream);
            var large = "stream ".repeat(300_000);

            // when
            var answer = post(http, "/plain", large);

            // then
            assertEquals(200, answer.statusCode());
            assertEquals(large, answer.body());
            assertEquals(large, upstream.received().getFirst().body());
        }
    }

    @Test
    void a_body_that_is_too_large_ends_one_stream_and_not_the_others() throws Exception {
        try (var upstream = upstream(true);
                var http = client(HttpClient.Version.HTTP_2, CALLER)) {
            // given
            route(upstream);
            var large = "{\"secret\":\"" + "a".repeat(200_000) + "\"}";

            // when
            var refused = post(http, "/hidden", large);
            var taken = post(http, "/hidden", "{\"secret\":1,\"open\":1}");

            // then
            assertEquals(413, refused.statusCode());
            assertEquals(200, taken.statusCode());
            assertEquals(1, upstream.received().size());
        }
    }

    @Test
    void a_caller_without_a_certificate_does_not_get_in() throws Exception {
        try (var upstream = upstream(true);
                var nobody = client(HttpClient.Version.HTTP_2);
                var stranger = client(HttpClient.Version.HTTP_2, other().issue("x", "x.invalid"))) {
            // given
            route(upstream);

            // then
            assertThrows(IOException.class, () -> post(nobody, "/plain", "hi"));
            assertThrows(IOException.class, () -> post(stranger, "/plain", "hi"));
            assertTrue(upstream.received().isEmpty());
        }
    }

    @Test
    void an_upstream_that_cannot_prove_itself_gets_nothing() throws Exception {
        try (var forged = new TlsBackend(vertx, other().issue("service", "127.0.0.1"), true);
                var http = client(HttpClient.Version.HTTP_2, CALLER)) {
            // given
            route(forged);

            // when
            var answer = post(http, "/plain", "hi");

            // then
            assertEquals(502, answer.statusCode());
            assertTrue(forged.received().isEmpty());
        }
    }

    @Test
    void an_upstream_with_the_certificate_of_another_host_gets_nothing() throws Exception {
        var elsewhere = TlsProfile.INSIDE.issue("service", "elsewhere.invalid");
        try (var other = new TlsBackend(vertx, elsewhere, true);
                var http = client(HttpClient.Version.HTTP_2, CALLER)) {
            // given
            route(other);

            // when
            var answer = post(http, "/plain", "hi");

            // then
            assertEquals(502, answer.statusCode());
            assertTrue(other.received().isEmpty());
        }
    }

    private static Authority other() {
        return new Authority("somebody else");
    }

    private TlsBackend upstream(boolean newest) {
        return new TlsBackend(vertx, TlsProfile.INSIDE.issue("service", "127.0.0.1"), newest);
    }

    private static HttpClient client(HttpClient.Version version, Authority.Identity... own) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TlsProfile.OUTSIDE.client(own))
                .build();
    }

    private void route(TlsBackend upstream) throws IOException {
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                """
                routes:
                  - {name: plain, method: POST, path: /plain, upstream: "UPSTREAM"}
                  - name: hidden
                    method: POST
                    path: /hidden
                    upstream: "UPSTREAM"
                    request:
                      - {field: $.secret, action: redact}
                    response:
                      - {field: $.open, action: drop}
                """
                        .replace("UPSTREAM", upstream.address()));
        server.lookAgain();
    }

    private HttpResponse<String> post(HttpClient http, String path, String body)
            throws IOException, InterruptedException {
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(1));
        var address = "https://127.0.0.1:" + server.port().orElseThrow() + path;
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
