// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(NoDecisionTest.DecidedByNonsense.class)
public class NoDecisionTest {

    /// A gateway whose OPA server does not answer as OPA does.
    public static final class DecidedByNonsense implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OddOpaServer.class));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "silence",
                "hang_up",
                "error",
                "prose",
                "undefined",
                "no_effect",
                "other_bundle"
            })
    void a_question_without_a_decision_is_a_503_with_an_audit_row(String oddity) {
        // given
        var tenant = "asks-" + UUID.randomUUID();

        // when
        var answer =
                Api.as(tenant)
                        .contentType("application/json")
                        .body(
                                "{\"query\":\"store\",\"facts\":{\"purpose\":\"%s\"}}"
                                        .formatted(oddity))
                        .post("/v1/decisions");

        // then
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("policy_unavailable"));
        var entry =
                AuditLogs.entriesOnce("nl", row -> row.path("tenant").asText().equals(tenant))
                        .getLast();
        assertEquals("deny", entry.path("act").asText());
        assertEquals("policy_unavailable", entry.path("res").asText());
        assertFalse(entry.has("policy"));
    }

    @Test
    void a_copy_without_a_decision_is_missing_and_the_log_says_so() {
        // given
        var tenant = "copies-" + UUID.randomUUID();
        var message =
                Examples.GERMAN_TEXT
                        .replace("deliver_message", "no_transfer")
                        .replace(
                                "}],",
                                "},{\"id\":\"u-2001\",\"role\":\"recipient\",\"home\":\"CN\",\"age\":34}],");

        // when
        var answer = Api.post(tenant, message);

        // then
        answer.then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("copies_missing"))
                .body("copies.outcome", contains("stored", "missing"))
                .body("copies[1].code", equalTo("policy_unavailable"));
        Predicate<JsonNode> isMissing =
                row ->
                        row.path("tenant").asText().equals(tenant)
                                && row.path("type").asText().equals("transfer");
        var entries = AuditLogs.entriesOnce("nl", isMissing).stream().filter(isMissing).toList();
        assertEquals(1, entries.size());
        assertEquals("deny", entries.getFirst().path("act").asText());
        assertEquals("policy_unavailable", entries.getFirst().path("res").asText());
        assertEquals("CN", entries.getFirst().path("to").asText());
    }
}
