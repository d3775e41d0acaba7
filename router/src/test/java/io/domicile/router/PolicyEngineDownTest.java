// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PolicyEngineDownTest.NobodyDecides.class)
class PolicyEngineDownTest {

    private static final String TENANT = "undecided-" + UUID.randomUUID();

    /// A gateway whose OPA server is not there.
    public static final class NobodyDecides implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.policies.engine", "opa",
                    "domicile.policies.opa-url", "http://127.0.0.1:1/");
        }
    }

    @Test
    void without_a_decision_nothing_is_stored_and_the_log_says_so() {
        // when
        var answer = Api.post(TENANT, Examples.GERMAN_TEXT);

        // then
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("policy_unavailable"));
        var entries = AuditLogs.entriesOnce("nl", isOurs()).stream().filter(isOurs()).toList();
        assertEquals(1, entries.size());
        assertEquals("deny", entries.getFirst().path("act").asText());
        assertEquals("policy_unavailable", entries.getFirst().path("res").asText());
    }

    @Test
    void without_a_decision_nobody_is_erased_and_the_log_says_so() {
        // given
        var tenant = "unerased-" + UUID.randomUUID();

        // when
        var answer = Api.as(tenant).delete("/v1/subjects/u-1842");

        // then
        answer.then().statusCode(503).body("code", equalTo("policy_unavailable"));
        var entries =
                AuditLogs.entriesOnce("nl", row -> row.path("tenant").asText().equals(tenant));
        assertEquals("deny", entries.getLast().path("act").asText());
    }

    @Test
    void readiness_says_so() {
        // when
        var health = given().get("/q/health/ready");

        // then
        health.then()
                .statusCode(503)
                .body("checks.find { it.name == 'policies' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'regions' }.status", equalTo("UP"));
    }

    private static Predicate<JsonNode> isOurs() {
        return entry -> entry.path("tenant").asText().equals(TENANT);
    }
}
