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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sends generated bodies through routes with protected fields, on several lanes at once, each with
/// a service of its own; `-Ddomicile.proxy.bodies=100000` for as many.
@QuarkusTest
@TestProfile(ProxyProfile.class)
class LeakTest {

    private static final int BODIES = Integer.getInteger("domicile.proxy.bodies", 2000);
    private static final int LANES = 8;

    /// What becomes of the first field, lane by lane.
    private static final List<String> ACTIONS =
            List.of(
                    "action: redact",
                    "action: mask",
                    "as: msg.text, action: tokenise",
                    "as: msg.text, action: tokenise, token: format",
                    "action: drop",
                    "as: msg.text, action: seal",
                    "action: redact",
                    "action: mask");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Backend> backends = new ArrayList<>();

    @Inject ProxyServer server;

    private String token;

    @BeforeEach
    void listen() throws IOException {
        token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(10));
        var routes = new StringBuilder("routes:\n");
        for (int lane = 0; lane < LANES; lane++) {
            var backend = new Backend();
            backends.add(backend);
            routes.append(
                    """
                      - name: out-LANE
                        method: POST
                        path: /out/LANE
                        upstream: UPSTREAM
                        purpose: deliver_message
                        country: in-region
                        record:
                          subjects: [{id: u-leak, role: author, home: DE, age: 34}]
                          collect: DE
                          via: phone
                          consents: [CONSENT.EPRIV, CONSENT.SEP]
                        request:
                    ACTED
                      - name: back-LANE
                        method: GET
                        path: /back/LANE
                        upstream: UPSTREAM
                        response:
                    RULES
                    """
                            .replace(
                                    "ACTED",
                                    CanaryBody.RULES.replaceFirst(
                                            "action: redact", ACTIONS.get(lane % ACTIONS.size())))
                            .replace("RULES", CanaryBody.RULES)
                            .replace("LANE", Integer.toString(lane))
                            .replace("UPSTREAM", backend.address()));
        }
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(ProxyProfile.FILE, routes.toString());
        server.lookAgain();
    }

    @AfterEach
    void stop() {
        backends.forEach(Backend::close);
    }

    @Test
    void no_protected_byte_of_a_request_reaches_the_upstream() throws Exception {
        var statuses = onAllLanes(20261121, this::sendOut);
        requireBoth(statuses, 200);
    }

    @Test
    void no_protected_byte_of_an_answer_reaches_the_caller() throws Exception {
        var statuses = onAllLanes(20271122, this::askBack);
        requireBoth(statuses, 502);
    }

    /// One body, one way.
    private interface Trial {

        /// @return the status of the answer
        int with(int lane, Random random) throws IOException, InterruptedException;
    }

    private int sendOut(int lane, Random random) throws IOException, InterruptedException {
        // given
        var backend = backends.get(lane);
        var body = CanaryBody.of(random);

        // when
        var request =
                request("/out/" + lane)
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

        // then
        assertTrue(answer.statusCode() < 500, () -> body.described().toString());
        for (var received : backend.received()) {
            assertFalse(
                    body.isIn(received.whole()),
                    () -> body.described() + " became " + received.body());
        }
        assertEquals(answer.statusCode() == 200 ? 1 : 0, backend.received().size());
        backend.forget();
        return answer.statusCode();
    }

    private int askBack(int lane, Random random) throws IOException, InterruptedException {
        // given
        var body = CanaryBody.of(random);
        int status = 200 + 100 * (random.nextInt(4) / 3 * 2);
        backends.get(lane)
                .answers(new Backend.Reply(status, body.type(), body.content(), body.encoding()));

        // when
        var answer = send(request("/back/" + lane).GET().build());

        // then
        assertTrue(
                answer.statusCode() == status || answer.statusCode() == 502,
                () -> answer.statusCode() + " for " + body.described());
        assertFalse(
                body.isIn(answer.body() + answer.headers().map()),
                () -> body.described() + " became " + answer.body());
        return answer.statusCode();
    }

    /// @return how often each status came
    private static Map<Integer, Integer> onAllLanes(long seed, Trial trial)
            throws InterruptedException, ExecutionException {
        var statuses = new TreeMap<Integer, Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> lanes =
                    IntStream.range(0, LANES)
                            .mapToObj(lane -> threads.submit(() -> onLane(lane, seed, trial)))
                            .toList();
            for (var lane : lanes) {
                lane.get().forEach(status -> statuses.merge(status, 1, Integer::sum));
            }
        }
        System.out.printf("%d bodies: %s%n", BODIES, statuses);
        return statuses;
    }

    private static List<Integer> onLane(int lane, long seed, Trial trial)
            throws IOException, InterruptedException {
        var random = new Random(seed * LANES + lane);
        var statuses = new ArrayList<Integer>();
        for (int i = lane; i < BODIES; i += LANES) {
            statuses.add(trial.with(lane, random));
        }
        return statuses;
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
