// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LegalHoldTest {

    private static final String SUBJECT = "hold-me";
    private static final String CLAIM = "{\"basis\":\"legal_claim\"}";

    @Test
    void a_hold_in_one_region_blocks_an_erasure_everywhere_and_says_so() {
        // given
        String id = store("holding");
        place(
                        "holding",
                        "?region=nl",
                        "{\"basis\":\"legal_claim\",\"until\":\"2999-01-01T00:00:00Z\"}")
                .then()
                .statusCode(200)
                .body("holds", hasSize(1));

        // when
        var blocked = Api.as("holding").delete("/v1/subjects/" + SUBJECT);

        // then
        blocked.then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("legal_hold"))
                .body("holds", hasSize(1))
                .body("holds[0].region", equalTo("nl"))
                .body("holds[0].basis", equalTo("legal_claim"))
                .body("holds[0].law[0]", equalTo("GDPR 17(3)(e)"))
                .body("holds[0].until", equalTo("2999-01-01T00:00:00Z"))
                .body("regions", nullValue());
        assertFalse(blocked.asString().contains(SUBJECT));
        Api.read("holding", id).then().statusCode(200);
        var entry = AuditLogs.entry("nl", blocked.path("holds[0].audit.entry"));
        assertEquals("legal_hold", entry.path("res").asText());
        assertEquals("H10.KEEP", entry.path("rule").get(0).asText());
    }

    @Test
    void where_no_hold_is_in_force_a_named_region_is_erased() {
        // given
        String id = store("holding-one");
        place("holding-one", "?region=cn", CLAIM).then().statusCode(200);

        // when
        var erased = Api.as("holding-one").delete("/v1/subjects/" + SUBJECT + "?region=nl");

        // then
        erased.then().statusCode(200).body("regions", hasSize(1));
        Api.read("holding-one", id).then().statusCode(410);
    }

    @Test
    void a_released_hold_holds_no_more_and_both_are_in_the_log() {
        // given
        store("holding-then");
        String placed = place("holding-then", "?region=nl", CLAIM).path("holds[0].audit.entry");

        // when
        var released = compliance("holding-then").delete(address("/C-1"));

        // then
        released.then().statusCode(200).body("holds", hasSize(1));
        compliance("holding-then").delete(address("/C-1")).then().body("holds", empty());
        Api.as("holding-then").delete("/v1/subjects/" + SUBJECT).then().statusCode(200);
        var placing = AuditLogs.entry("nl", placed);
        assertEquals("hold", placing.path("act").asText());
        assertEquals("basis:legal_claim", placing.path("class").get(0).asText());
        var releases =
                AuditLogs.entriesOnce(
                        "nl",
                        entry ->
                                entry.path("act").asText().equals("release")
                                        && entry.path("class").toString().contains(placed));
        assertFalse(releases.isEmpty());
    }

    @Test
    void placing_again_changes_nothing_and_all_holds_are_listed() {
        // given
        var first = place("holding-list", "", CLAIM);

        // when
        var again = place("holding-list", "", CLAIM);

        // then
        first.then().body("holds", hasSize(3)).body("holds[0].in_force", equalTo(true));
        assertEquals(first.asString(), again.asString());
        compliance("holding-list").get(address("")).then().body("holds", hasSize(3));
        compliance("holding-list")
                .get(address("/C-1?region=sg"))
                .then()
                .body("holds", hasSize(1))
                .body("holds[0].law[0]", equalTo("PDPA 25"));
        compliance("holding-list").get(address("/C-2")).then().statusCode(404);
        compliance("another").get(address("")).then().body("holds", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing_field|/basis",
                "{\"basis\":\"because\"}|unknown_value|/basis",
                "{\"basis\":\"legal_claim\",\"until\":\"soon\"}|bad_time|/until",
                "{\"basis\":\"legal_claim\",\"until\":\"2001-01-01T00:00:00Z\"}|out_of_range|/until",
                "{\"basis\":\"legal_claim\",\"why\":\"x\"}|unknown_field|/why"
            })
    void a_hold_that_is_not_described_right_is_not_placed(String body, String code, String at) {
        // when
        var answer = place("holding-bad", "", body);

        // then
        answer.then().statusCode(422).body("code", equalTo(code)).body("pointer", equalTo(at));
        compliance("holding-bad").get(address("")).then().body("holds", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.SERVICE, Roles.REGULATOR, Roles.OPERATOR})
    void only_compliance_deals_with_holds(String role) {
        // given
        var caller = Api.as(role, "holding", "in-region");

        // when, then
        caller.get(address("")).then().statusCode(403);
        Api.as(role, "holding", "in-region").delete(address("/C-1")).then().statusCode(403);
        Api.as(role, "holding", "in-region")
                .contentType("application/json")
                .body(CLAIM)
                .put(address("/C-1"))
                .then()
                .statusCode(403);
    }

    private static Response place(String tenant, String query, String body) {
        return compliance(tenant)
                .contentType("application/json")
                .body(body)
                .put(address("/C-1") + query);
    }

    private static RequestSpecification compliance(String tenant) {
        return Api.as(Roles.COMPLIANCE, tenant, "in-region");
    }

    private static String address(String rest) {
        return "/v1/subjects/" + SUBJECT + "/holds" + rest;
    }

    private static String store(String tenant) {
        return Api.post(tenant, Examples.GERMAN_TEXT.replace("u-1842", SUBJECT)).path("id");
    }
}
