// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

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
    void a_guardians_consent_of_the_future_is_none() {
        // when
        var answer = Api.post("acme", childWithConsentOf(Instant.now().plus(Duration.ofDays(1))));

        // then
        answer.then().statusCode(451).body("need", equalTo("CONSENT.GUARD"));
    }

    @Test
    void a_consent_by_a_clock_that_is_ahead_a_little_counts() {
        // when
        var answer =
                Api.post("acme", childWithConsentOf(Instant.now().plus(Duration.ofMinutes(2))));

        // then
        answer.then().statusCode(201);
    }

    private static String childWithConsentOf(Instant at) {
        return Examples.GERMAN_TEXT
                .replace("\"age\":34", "\"age\":7")
                .replace(
                        "\"message\"",
                        "\"consents\":[{\"kind\":\"CONSENT.GUARD\",\"given_at\":\"%s\"}],\"message\""
                                .formatted(at));
    }
}
