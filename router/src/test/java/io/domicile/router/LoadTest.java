// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LoadTest {

    private static final int CONNECTIONS = 16;

    @Test
    void after_a_thousand_records_every_log_verifies_over_http() throws Exception {
        // given
        var kinds = List.of(Examples.GERMAN_TEXT, Examples.MAINLAND_POINT, Examples.SINGAPORE_TEXT);
        var requests = new ArrayList<HttpRequest>();
        for (int i = 0; i < 1000; i++) {
            var record = kinds.get(i % 3).replace("u-", "load-" + i % 50 + "-");
            requests.add(request(record.getBytes(StandardCharsets.UTF_8)));
        }

        // when
        var answers = send(requests);

        // then
        for (var answer : answers) {
            assertEquals(201, answer.statusCode(), answer.body());
        }
        for (var region : List.of("cn", "nl", "sg")) {
            var last =
                    answers.reversed().stream()
                            .map(LoadTest::json)
                            .filter(body -> body.path("id").asText().startsWith(region))
                            .findFirst()
                            .orElseThrow();
            AuditLogs.entry(region, last.path("audit").path("entry").asText());
            AuditLogs.assertVerifies(region);
        }
    }

    @Test
    void simultaneous_requests_with_one_idempotency_key_store_one_record() throws Exception {
        // given
        var body = Examples.GERMAN_TEXT.getBytes(StandardCharsets.UTF_8);
        var same =
                HttpRequest.newBuilder(request(body), (_, _) -> true)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .build();

        // when
        var answers = send(Collections.nCopies(32, same));

        // then
        var ids = answers.stream().map(LoadTest::json).map(b -> b.path("id").asText()).distinct();
        assertEquals(1, ids.count());
    }

    @Test
    void hostile_json_never_breaks_the_gateway() throws Exception {
        // given
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261121);
        var seeds = List.of(Examples.GERMAN_POINT, Examples.GERMAN_TEXT, Examples.MAINLAND_POINT);
        var requests = new ArrayList<HttpRequest>();
        for (int i = 0; i < 1500; i++) {
            var seed = seeds.get(i % seeds.size()).getBytes(StandardCharsets.UTF_8);
            requests.add(request(Mutations.of(seed, random)));
        }

        // when
        var answers = send(requests);

        // then
        for (var answer : answers) {
            assertTrue(answer.statusCode() < 500, () -> answer.statusCode() + answer.body());
            var type = answer.headers().firstValue("Content-Type").orElse("");
            boolean problem = type.equals("application/problem+json");
            assertEquals(answer.statusCode() >= 400, problem);
        }
    }

    private static HttpRequest request(byte[] body) {
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "load", "in-region", Duration.ofHours(1));
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/v1/records"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static List<HttpResponse<String>> send(List<HttpRequest> requests) throws Exception {
        try (var client = HttpClient.newHttpClient();
                var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var sent = new ArrayList<Future<HttpResponse<String>>>();
            for (var request : requests) {
                sent.add(threads.submit(() -> client.send(request, BodyHandlers.ofString())));
            }
            var answers = new ArrayList<HttpResponse<String>>();
            for (var answer : sent) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
