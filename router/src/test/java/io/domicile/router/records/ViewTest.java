// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ViewTest {

    private static final String AMERICAN_POINT =
            Examples.GERMAN_POINT
                    .replace("\"DE\"", "\"US\"")
                    .replace("in_car", "phone")
                    .replace("52.3731", "40.7128")
                    .replace("4.8926", "-74.0060");

    @Test
    void where_the_law_refuses_a_position_it_may_offer_a_place_on_the_grid() {
        // given
        String id = Api.post("acme", AMERICAN_POINT).path("id");
        var covered = JsonNodeFactory.instance.objectNode().put("covered_person", true);

        // when
        var answer = read(Api.as("acme", "SG", covered), id, "");

        // then
        answer.then()
                .statusCode(200)
                .body("view.grid_m", equalTo(3000))
                .body("record.location.precision_m", equalTo(3000))
                .body("record.location.label", equalTo(null))
                .body("record.location.lat", not(equalTo(40.7128f)));
        var entry = AuditLogs.entry("sg", answer.path("audit.entry"));
        assertTrue(entry.path("class").toString().contains("\"view:coarse\""));
    }

    @Test
    void who_works_for_a_company_of_a_country_of_concern_sees_no_american_position() {
        // given
        String id = Api.post("acme", AMERICAN_POINT).path("id");
        var employed = JsonNodeFactory.instance.objectNode().put("entity", "CN");

        // when
        var answer = read(Api.as("acme", "SG", employed), id, "");
        var other = read(Api.as("acme", "SG", JsonNodeFactory.instance.objectNode()), id, "");

        // then
        answer.then().statusCode(200).body("view.grid_m", equalTo(3000));
        other.then().statusCode(200).body("record.location.lat", equalTo(40.7128f));
    }

    @Test
    void what_was_found_for_a_covered_person_does_not_show_as_it_may_not_be_read_so() {
        // given
        var subject = "covered-" + System.nanoTime();
        Api.post("acme", AMERICAN_POINT.replace("u-1842", subject)).then().statusCode(201);
        var covered = JsonNodeFactory.instance.objectNode().put("covered_person", true);

        // when
        var answer =
                Api.as("acme", "SG", covered)
                        .header("Purpose", "support")
                        .get("/v1/subjects/" + subject + "/records?region=sg");

        // then
        answer.then().statusCode(200).body("records.size()", equalTo(0));
    }

    @Test
    void a_summary_tells_what_it_is_and_nothing_that_leads_to_it() {
        // given
        String id = Api.post("acme", Examples.GERMAN_POINT).path("id");

        // when
        var answer = read(Api.as("acme"), id, "?view=summary");

        // then
        answer.then()
                .statusCode(200)
                .body("record", equalTo(null))
                .body("summary.type", equalTo("loc.point"))
                .body("summary.day", equalTo("2026-11-20"))
                .body("summary.region", equalTo("nl"))
                .body("summary.people.author", equalTo(1))
                .body("summary.position", equalTo(true));
        var summary = answer.jsonPath().getMap("summary").toString();
        for (var canary : new String[] {"u-1842", "52.3", "4.89", "Dam", "s-77", id, "DE"}) {
            assertFalse(summary.contains(canary), canary);
        }
        var entry = AuditLogs.entry("nl", answer.path("audit.entry"));
        assertTrue(entry.path("class").toString().contains("\"view:summary\""));
    }

    @Test
    void a_reader_may_ask_for_less() {
        // given
        String id = Api.post("acme", Examples.GERMAN_POINT).path("id");

        // when
        var masked = read(Api.as("acme"), id, "?view=masked");
        var coarse = read(Api.as("acme"), id, "?view=coarse");
        var full = read(Api.as("acme"), id, "?view=full");

        // then
        masked.then()
                .statusCode(200)
                .body("view.masked", equalTo(true))
                .body("record.location", equalTo(null))
                .body("record.subjects.id", contains("person-1"));
        coarse.then()
                .body("view.grid_m", equalTo(3000))
                .body("record.location.lat", not(equalTo(52.3731f)))
                .body("record.subjects.id", contains("u-1842"));
        full.then().body("view", equalTo(null)).body("record.location.lat", equalTo(52.3731f));
    }

    @Test
    void nobody_gets_more_than_the_law_allows_by_asking() {
        // given
        String mainland = Api.post("acme", Examples.MAINLAND_POINT).path("id");
        String german = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        for (var view : View.values()) {
            // when
            var refused = read(Api.as("service", "acme", "SG"), mainland, "?view=" + view.code());
            var masked = read(Api.as("service", "acme", "GB"), german, "?view=" + view.code());

            // then
            refused.then().statusCode(451).body("code", equalTo("refused"));
            masked.then()
                    .statusCode(200)
                    .body("view.masked", equalTo(true))
                    .body("obligations", hasItem("MASK"));
            assertFalse(masked.asString().contains("u-1842"), view.code());
            assertFalse(masked.asString().contains("Hallo"), view.code());
        }
    }

    @Test
    void a_regulator_demands_and_does_not_read() {
        // given
        String id = Api.post("acme", Examples.GERMAN_TEXT).path("id");

        // when
        var answer =
                read(Api.as(List.of(Roles.SERVICE, Roles.REGULATOR), "acme", "in-region"), id, "");

        // then
        answer.then().statusCode(451).body("need", equalTo("AUTHORITY"));
    }

    @Test
    void a_view_that_nobody_knows_is_a_bad_request() {
        // when
        var answer = read(Api.as("acme"), "nl_1", "?view=clear");

        // then
        assertEquals(422, answer.statusCode());
    }

    private static Response read(RequestSpecification reader, String id, String query) {
        return reader.header("Purpose", "support")
                .header("Reason", "CASE-4711")
                .get("/v1/records/" + id + query);
    }
}
