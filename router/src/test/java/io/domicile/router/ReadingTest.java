// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReadingTest {

    @Test
    void a_record_reads_back_as_it_was_sent() {
        // given
        String id = Api.post("acme", Examples.GERMAN_POINT).path("id");

        // when
        var answer = Api.read("acme", id);

        // then
        answer.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("id", equalTo(id))
                .body("record.type", equalTo("loc.point"))
                .body("record.subjects[0].id", equalTo("u-1842"))
                .body("record.location.lat", equalTo(52.3731f))
                .body("record.location.label", equalTo("Dam 1"))
                .body("record.occurred_at", equalTo("2026-11-20T08:00:00Z"));
    }

    @Test
    void a_reading_is_in_the_log() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        String entry = Api.read("acme", id).path("audit.entry");

        // then
        var logged = AuditLogs.entry("nl", entry);
        assertEquals("read", logged.path("act").asText());
        assertEquals("support", logged.path("purpose").asText());
        assertEquals("acme", logged.path("tenant").asText());
    }

    @Test
    void a_record_of_another_tenant_looks_like_no_record() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");
        var absent = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");

        // when
        var foreign = Api.read("rival", id);

        // then
        assertEquals(404, foreign.statusCode());
        assertEquals(foreign.asString(), Api.read("acme", absent).asString());
        assertEquals(foreign.asString(), Api.read("acme", "nl_nonsense").asString());
        assertEquals(foreign.asString(), Api.read("acme", "xx" + id.substring(2)).asString());
        assertEquals(foreign.asString(), Api.read("acme", "sg" + id.substring(2)).asString());
    }

    @ParameterizedTest
    @CsvSource({"SG", "CN", "US"})
    void reading_from_abroad_is_refused(String country) {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        var answer =
                Api.as("service", "acme", country)
                        .header("Purpose", "support")
                        .get("/v1/records/" + id);

        // then
        answer.then().statusCode(451).body("code", equalTo("refused"));
        var logged = AuditLogs.entry("nl", answer.path("audit.entry"));
        assertEquals("deny", logged.path("act").asText());
    }

    @Test
    void where_the_law_allows_it_the_record_is_read_from_abroad_under_a_mask() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        var answer =
                Api.as("service", "acme", "GB")
                        .header("Purpose", "support")
                        .get("/v1/records/" + id);

        // then
        answer.then()
                .statusCode(200)
                .body("need", equalTo("ART45"))
                .body("view.masked", equalTo(true))
                .body("record.subjects[0].id", equalTo("person-1"))
                .body("record.message.body", equalTo(null));
    }

    @Test
    void a_colleague_in_the_region_reads() {
        // given
        String id = Api.post("acme", Examples.MAINLAND_POINT).path("id");

        // when
        var answer =
                Api.as("service", "acme", "CN")
                        .header("Purpose", "support")
                        .get("/v1/records/" + id);

        // then
        answer.then().statusCode(200).body("region", equalTo("cn"));
    }

    @Test
    void a_token_that_does_not_say_where_it_reads_from_reads_nothing() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        var answer =
                Api.as("service", "acme", "nowhere")
                        .header("Purpose", "support")
                        .get("/v1/records/" + id);

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void support_staff_in_europe_name_a_ticket() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");
        var reader = Api.as("acme").header("Purpose", "support");

        // when
        var silent = reader.get("/v1/records/" + id);

        // then
        silent.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("obligations", contains("BREAK.GLASS"));
        String entry =
                reader.header("Reason", "CASE-GHOST").get("/v1/records/" + id).path("audit.entry");
        assertFalse(AuditLogs.entry("nl", entry).toString().contains("GHOST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mrs Smith called",
                "a-ticket-with-more-than-sixty-four-characters-tells-a-story-abcdef"
            })
    void a_reason_is_no_story(String reason) {
        // when
        var answer =
                Api.as("acme")
                        .header("Purpose", "support")
                        .header("Reason", reason)
                        .get("/v1/records/nl_1");

        // then
        answer.then().statusCode(400).body("code", equalTo("bad_header"));
    }

    @ParameterizedTest
    @CsvSource({"marketing, 451, refused", "No Purpose, 422, unknown_value"})
    void a_reading_needs_a_purpose_that_is_open(String purpose, int status, String code) {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        var answer = Api.as("acme").header("Purpose", purpose).get("/v1/records/" + id);

        // then
        answer.then().statusCode(status).body("code", equalTo(code));
    }

    @Test
    void a_reading_without_purpose_is_a_bad_request() {
        // when
        var answer = Api.as("acme").get("/v1/records/nl_1");

        // then
        answer.then().statusCode(400).body("code", equalTo("bad_header"));
    }
}
