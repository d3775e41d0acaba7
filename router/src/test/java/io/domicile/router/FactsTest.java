// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FactsTest {

    @Test
    void a_record_that_does_not_say_how_it_came_is_held_where_it_arrived() {
        // given
        var record = Examples.MAINLAND_POINT.replace("\"via\":\"in_car\",", "");

        // when
        var answer = Api.post("acme", record);

        // then
        answer.then()
                .statusCode(202)
                .body("outcome", equalTo("quarantined"))
                .body("id", startsWith("nl_"));
    }

    @Test
    void a_consent_of_the_future_is_none() {
        // given
        var tomorrow = consentGiven(Instant.now().plus(Duration.ofDays(1)));
        var without = Examples.MAINLAND_POINT.replace("\"CONSENT.SEP\"", "");

        // when
        var answer = Api.post("acme", tomorrow);

        // then
        assertNotEquals(201, answer.statusCode());
        assertEquals(Api.post("acme", without).statusCode(), answer.statusCode());
    }

    @Test
    void a_consent_by_a_clock_that_is_ahead_a_little_counts() {
        // when
        var answer = Api.post("acme", consentGiven(Instant.now().plus(Duration.ofMinutes(2))));

        // then
        answer.then().statusCode(201);
    }

    private static String consentGiven(Instant at) {
        return Examples.MAINLAND_POINT.replace(
                "\"CONSENT.SEP\"", "{\"kind\":\"CONSENT.SEP\",\"given_at\":\"%s\"}".formatted(at));
    }
}
