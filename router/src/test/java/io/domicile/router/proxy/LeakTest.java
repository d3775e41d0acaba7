// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sends generated bodies through routes with protected fields; `-Ddomicile.proxy.bodies=100000`
/// for as many.
@QuarkusTest
@TestProfile(ProxyProfile.class)
class LeakTest {

    private static final int BODIES = Integer.getInteger("domicile.proxy.bodies", 2000);

    private final HttpClient http = HttpClient.newHttpClient();

    @Inject ProxyServer server;

    private Backend backend;
    private String token;

    @BeforeEach
    void listen() throws IOException {
        backend = new Backend();
        token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(10));
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                """
                routes:
                  - name: out
                    method: POST
                    path: /out
                    upstream: UPSTREAM
                    request:
                RULES
                  - name: back
                    method: GET
                    path: /back
                    upstream: UPSTREAM
                    response:
                RULES
                """
                        .replace("RULES", CanaryBody.RULES)
                        .replace("UPSTREAM", backend.address()));
        server.lookAgain();
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void no_protected_byte_of_a_request_reaches_the_upstream() throws Exception {
        // given
        var random = new Random(20261121);
        var statuses = new TreeMap<Integer, Integer>();

        for (int i = 0; i < BODIES; i++) {
            // when
            var body = CanaryBody.of(random);
            var request =
                    request("/out")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            body.content(), StandardCharsets.ISO_8859_1));
            if (!body.type().isEmpty()) {
                request.header("Content-Type", body.type());
            }
            if (!body.encoding().isEmpty()) {
                request.header("Content-Encoding", body.encoding());
            }
            var answer = send(request.build());
            statuses.merge(answer.statusCode(), 1, Integer::sum);

            // then
            assertTrue(answer.statusCode() < 500, () -> body.described().toString());
            for (var received : backend.received()) {
                assertFalse(
                        body.isIn(received.whole()),
                        () -> body.described() + " became " + received.body());
            }
            assertEquals(answer.statusCode() == 200 ? 1 : 0, backend.received().size());
            backend.forget();
        }
        requireBoth(statuses, 200);
    }

    @Test
    void no_protected_byte_of_an_answer_reaches_the_caller() throws Exception {
        // given
        var random = new Random(20261122);
        var statuses = new TreeMap<Integer, Integer>();

        for (int i = 0; i < BODIES; i++) {
            // when
            var body = CanaryBody.of(random);
            int status = 200 + 100 * (random.nextInt(4) / 3 * 2);
            backend.answers(
                    new Backend.Reply(status, body.type(), body.content(), body.encoding()));
            var answer = send(request("/back").GET().build());
            statuses.merge(answer.statusCode(), 1, Integer::sum);

            // then
            assertTrue(
                    answer.statusCode() == status || answer.statusCode() == 502,
                    () -> answer.statusCode() + " for " + body.described());
            assertFalse(
                    body.isIn(answer.body() + answer.headers().map()),
                    () -> body.described() + " became " + answer.body());
        }
        requireBoth(statuses, 502);
    }

    /// Neither lets everything through nor nothing.
    private static void requireBoth(Map<Integer, Integer> statuses, int one) {
        int count = statuses.getOrDefault(one, 0);
        assertTrue(count > BODIES / 10 && count < BODIES * 9 / 10, statuses::toString);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port().orElseThrow() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }
}
