// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();

    @Test
    void a_repeated_request_gets_the_same_answer_and_stores_nothing() {
        // given
        var first = post("acme", key, Examples.GERMAN_TEXT);

        // when
        var again = post("acme", key, Examples.GERMAN_TEXT);

        // then
        assertEquals(201, again.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals(first.header("Location"), again.header("Location"));
    }

    @Test
    void a_repeated_refusal_is_the_same_refusal() {
        // given
        var child = Examples.GERMAN_TEXT.replace("34", "7");
        var first = post("acme", key, child);

        // when
        var again = post("acme", key, child);

        // then
        assertEquals(451, again.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals("application/problem+json", again.contentType());
    }

    @Test
    void a_key_with_another_body_is_refused_even_when_it_went_to_another_region() {
        // given
        post("acme", key, Examples.GERMAN_TEXT).then().statusCode(201);

        // when
        var answer = post("acme", key, Examples.MAINLAND_POINT);

        // then
        answer.then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void a_key_is_known_to_its_tenant_alone() {
        // given
        String id = post("acme", key, Examples.GERMAN_TEXT).path("id");

        // when
        var answer = post("rival", key, Examples.GERMAN_TEXT);

        // then
        assertEquals(201, answer.statusCode());
        assertNotEquals(id, answer.path("id"));
    }

    @Test
    void of_simultaneous_requests_with_one_key_for_two_regions_one_is_taken() throws Exception {
        for (int i = 0; i < 20; i++) {
            // given
            var shared = UUID.randomUUID().toString();

            // when
            List<Future<Response>> answers;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                answers =
                        threads.invokeAll(
                                List.of(
                                        () -> post("acme", shared, Examples.GERMAN_TEXT),
                                        () -> post("acme", shared, Examples.MAINLAND_POINT)));
            }

            // then
            assertEquals(
                    List.of(201, 422),
                    answers.stream().map(a -> a.resultNow().statusCode()).sorted().toList());
        }
    }

    private static Response post(String tenant, String key, String record) {
        return Api.as(tenant)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(record)
                .post("/v1/records");
    }
}
