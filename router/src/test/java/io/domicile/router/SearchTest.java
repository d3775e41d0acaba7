// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.RecordId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(SearchTest.Declared.class)
class SearchTest {

    /// Tenants whose records are found by a contract, a label and a cell, too.
    public static final class Declared implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var search = "domicile.tenants.default.search.";
            return Map.of(
                    search + "fields.contract", "/consents/0/ref",
                    search + "fields.label", "/location/label",
                    search + "geo-cell", "5");
        }
    }

    private static final String TENANT = "finding";

    private final String mark = UUID.randomUUID().toString();

    @Test
    void a_persons_records_are_found_in_every_region_and_nothing_of_their_content_is_told() {
        // given
        String dutch = Api.post(TENANT, of(Examples.GERMAN_TEXT)).path("id");
        String mainland = Api.post(TENANT, of(Examples.MAINLAND_POINT)).path("id");
        Api.post(TENANT, Examples.GERMAN_TEXT).then().statusCode(201);

        // when
        var found = search(TENANT, "subject", mark);

        // then
        found.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("records.id", contains(mainland, dutch))
                .body("records.region", contains("cn", "nl"))
                .body("records.type", contains("loc.point", "msg.text"))
                .body("records.status", contains("stored", "stored"))
                .body("records[1].occurred_at", equalTo("2026-11-20T08:00:00Z"))
                .body("records[1].expires_at", notNullValue())
                .body("records[1].keySet()", hasSize(6))
                .body("next", nullValue())
                .body("audit", hasSize(3));
        assertFalse(found.asString().contains(mark));
        assertFalse(found.asString().contains("Hallo"));
    }

    @Test
    void the_records_of_a_person_are_listed_page_by_page_each_once() {
        // given
        var ids = new TreeSet<String>();
        for (int i = 0; i < 3; i++) {
            ids.add(Api.post(TENANT, of(Examples.GERMAN_TEXT)).path("id"));
            ids.add(Api.post(TENANT, of(Examples.SINGAPORE_TEXT)).path("id"));
            ids.add(Api.post(TENANT, of(Examples.MAINLAND_POINT)).path("id"));
        }

        // when
        var listed = new ArrayList<String>();
        var after = "";
        while (after != null) {
            var page = list(mark, "limit=2" + after);
            page.then().statusCode(200);
            listed.addAll(page.path("records.id"));
            String next = page.path("next");
            after = next == null ? null : "&after=" + next;
        }

        // then
        assertEquals(List.copyOf(ids), listed, "in the order of their regions and times");
        list(mark, "region=sg").then().body("records", hasSize(3));
    }

    @Test
    void a_session_is_found_until_it_ends_and_its_index_with_it() throws SQLException {
        // given
        String free = Api.post(TENANT, inSession(Examples.GERMAN_TEXT)).path("id");
        String bound =
                Api.post(
                                TENANT,
                                inSession(Examples.GERMAN_TEXT)
                                        .replace(
                                                "\"session\":",
                                                "\"session_bound\":true,\"session\":"))
                        .path("id");
        search(TENANT, "session", mark).then().body("records.id", contains(free, bound));

        // when
        Api.as(TENANT).delete("/v1/sessions/" + mark).then().statusCode(200);

        // then
        search(TENANT, "session", mark).then().statusCode(200).body("records", empty());
        awaitRows(0, free);
        awaitRows(0, bound);
        Api.read(TENANT, free).then().statusCode(200);
    }

    @Test
    void a_declared_field_is_found_by_its_whole_value_in_any_form_of_unicode() {
        // given
        var composed = "Caf\u00e9 " + mark;
        var decomposed = " Cafe\u0301 " + mark + " ";
        String id = Api.post(TENANT, point(composed, 52.3731, 4.8926)).path("id");

        // when
        var found = search(TENANT, "label", decomposed);

        // then
        found.then().statusCode(200).body("records.id", contains(id));
        search(TENANT, "label", "Caf\u00e9").then().body("records", empty());
        search(TENANT, "label", composed.toUpperCase(Locale.ROOT)).then().body("records", empty());
    }

    @Test
    void equal_values_of_another_field_or_tenant_are_not_found() {
        // given
        String id = Api.post(TENANT, contract()).path("id");

        // when
        var other = search("finding-rival", "contract", mark);

        // then
        other.then().statusCode(200).body("records", empty());
        search("finding-rival", "subject", "u-1842").then().body("records", empty());
        search(TENANT, "label", mark).then().body("records", empty());
        search(TENANT, "session", mark).then().body("records", empty());
        search(TENANT, "contract", mark).then().body("records.id", contains(id));
    }

    @Test
    void what_an_erased_person_left_is_found_no_more_and_its_index_is_removed()
            throws SQLException {
        // given
        String id = Api.post(TENANT, of(contract())).path("id");
        assertEquals(4, rows(id), "session, contract, label, cell");

        // when
        Api.as(TENANT).delete("/v1/subjects/" + mark).then().statusCode(200);

        // then
        search(TENANT, "contract", mark).then().statusCode(200).body("records", empty());
        search(TENANT, "subject", mark).then().body("records", empty());
        list(mark, "limit=100").then().statusCode(200).body("records", empty());
        awaitRows(0, id);
    }

    @Test
    void a_position_is_found_near_by_in_its_own_coordinate_system() {
        // given
        var tenant = "finding-" + UUID.randomUUID();
        String amsterdam = Api.post(tenant, point("A", 52.3731, 4.8926)).path("id");
        String zaandam = Api.post(tenant, point("B", 52.41, 4.91)).path("id");
        String utrecht = Api.post(tenant, point("C", 52.0907, 5.1214)).path("id");
        String shanghai = Api.post(tenant, Examples.MAINLAND_POINT).path("id");

        // when
        var near = near(tenant, "\"lat\":52.37,\"lon\":4.89");

        // then
        near.then().statusCode(200).body("records.id", containsInAnyOrder(amsterdam, zaandam));
        near(tenant, "\"lat\":52.09,\"lon\":5.12").then().body("records.id", contains(utrecht));
        var longyang = "\"lat\":31.1753,\"lon\":121.5315";
        near(tenant, longyang).then().body("records", empty());
        near(tenant, longyang + ",\"crs\":\"GCJ02\"").then().body("records.id", contains(shanghai));
    }

    @Test
    void what_may_not_be_read_from_abroad_is_not_found_from_there_and_the_log_has_it() {
        // given
        var tenant = "finding-" + UUID.randomUUID();
        String mainland = Api.post(tenant, of(Examples.MAINLAND_POINT)).path("id");
        var abroad =
                Api.as("service", tenant, "SG")
                        .header("Purpose", "support")
                        .header("Reason", "CASE-4711");

        // when
        var found = search(abroad, "{\"field\":\"subject\",\"value\":\"%s\"}".formatted(mark));

        // then
        found.then().statusCode(200).body("records", empty());
        assertFalse(found.asString().contains(mainland));
        AuditLogs.entriesOnce(
                "cn",
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("type").asText().equals("search")
                                && entry.path("act").asText().equals("deny")
                                && entry.path("to").asText().equals("SG"));
    }

    @Test
    void a_search_and_every_record_that_it_shows_are_in_the_log_and_the_value_is_not() {
        // given
        var tenant = "finding-" + UUID.randomUUID();
        Api.post(tenant, of(Examples.GERMAN_TEXT)).then().statusCode(201);

        // when
        var found = search(tenant, "subject", mark);

        // then
        found.then().body("records", hasSize(1));
        String look = found.path("audit[1].entry");
        var entry = AuditLogs.entry("nl", look);
        assertEquals("search", entry.path("type").asText());
        assertEquals("search", entry.path("act").asText());
        assertEquals("support", entry.path("purpose").asText());
        assertEquals(1, awaitShown(tenant));
        assertFalse(AuditLogs.entries("nl").toString().contains(mark));
    }

    @Test
    void a_held_record_is_not_found() {
        // given
        Api.post(TENANT, of(Examples.GERMAN_TEXT).replace(",\"age\":34", ""))
                .then()
                .statusCode(202);

        // when
        var found = search(TENANT, "subject", mark);

        // then
        found.then().statusCode(200).body("records", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\":\"x\"}|422|/field",
                "{\"field\":\"colour\",\"value\":\"x\"}|422|/field",
                "{\"field\":\"subject\"}|422|/value",
                "{\"field\":\"subject\",\"value\":7}|422|/value",
                "{\"field\":\"subject\",\"value\":\"x\",\"near\":{}}|422|/near",
                "{\"field\":\"geo\",\"value\":\"x\"}|422|/value",
                "{\"field\":\"geo\"}|422|/near",
                "{\"field\":\"geo\",\"near\":{\"lat\":91,\"lon\":0}}|422|/near/lat",
                "{\"field\":\"subject\",\"value\":\"x\",\"limit\":101}|422|/limit",
                "{\"field\":\"subject\",\"value\":\"x\",\"region\":\"us\"}|422|/region",
                "{\"field\":\"subject\",\"value\":\"x\",\"after\":\"x\"}|422|/after",
                "{\"field\":\"subject\",\"value\":\"x\",\"more\":1}|422|/more",
                "{\"field\":\"subject\",\"field\":\"session\"}|400|/field"
            })
    void a_search_of_another_form_is_refused_by_the_name_of_the_member(
            String body, int status, String pointer) {
        // when
        var answer = search(asking(TENANT), body);

        // then
        answer.then().statusCode(status).body("pointer", equalTo(pointer));
    }

    @Test
    void a_search_says_what_for_and_is_for_service_and_compliance() {
        // given
        var body = "{\"field\":\"subject\",\"value\":\"x\"}";

        // when
        var aimless = search(Api.as(TENANT), body);
        var regulator =
                search(Api.as("regulator", TENANT, "in-region").header("Purpose", "support"), body);
        var compliance =
                search(
                        Api.as("compliance", TENANT, "in-region").header("Purpose", "support"),
                        body);

        // then
        aimless.then().statusCode(400).body("code", equalTo("bad_header"));
        regulator.then().statusCode(403);
        compliance.then().statusCode(200);
        Api.as(TENANT).get("/v1/subjects/x/records").then().statusCode(400);
        list("x", "limit=0").then().statusCode(422);
        list("x", "region=us").then().statusCode(422);
        list("x", "limit=100").then().statusCode(200).body("audit.log", hasItems(notNullValue()));
    }

    /// How many records the log says were shown to a tenant's searches, once there is one.
    private static long awaitShown(String tenant) {
        return AuditLogs.entriesOnce("nl", entry -> isShown(entry, tenant)).stream()
                .filter(entry -> isShown(entry, tenant))
                .count();
    }

    private static boolean isShown(JsonNode entry, String tenant) {
        return entry.path("tenant").asText().equals(tenant)
                && entry.path("type").asText().equals("search")
                && entry.path("act").asText().equals("read")
                && entry.has("sp")
                && entry.has("facts");
    }

    private static void awaitRows(int count, String id) throws SQLException {
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (rows(id) != count && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertEquals(count, rows(id));
    }

    private static int rows(String id) throws SQLException {
        var record = RecordId.parse(id).orElseThrow();
        return Integer.parseInt(
                RegionDatabase.query(
                        record.region().code(),
                        "select count(*) from perishable.blind_index where record = ?",
                        record.uuid()));
    }

    private String of(String record) {
        return record.replace("u-1842", mark).replace("u-2001", mark);
    }

    private String inSession(String record) {
        return record.replace("s-77", mark);
    }

    private String contract() {
        return Examples.GERMAN_POINT.replace(
                "[\"CONSENT.EPRIV\"]", "[{\"kind\":\"CONSENT.EPRIV\",\"ref\":\"" + mark + "\"}]");
    }

    private static String point(String label, double lat, double lon) {
        return Examples.GERMAN_POINT
                .replace("Dam 1", label)
                .replace("52.3731", Double.toString(lat))
                .replace("4.8926", Double.toString(lon));
    }

    private static RequestSpecification asking(String tenant) {
        return Api.as(tenant).header("Purpose", "support").header("Reason", "CASE-4711");
    }

    private static Response search(String tenant, String field, String value) {
        return search(
                asking(tenant), "{\"field\":\"%s\",\"value\":\"%s\"}".formatted(field, value));
    }

    private static Response near(String tenant, String position) {
        return search(asking(tenant), "{\"field\":\"geo\",\"near\":{%s}}".formatted(position));
    }

    private static Response search(RequestSpecification caller, String body) {
        return caller.contentType("application/json").body(body).post("/v1/searches");
    }

    private static Response list(String subject, String query) {
        return asking(TENANT).get("/v1/subjects/" + subject + "/records?" + query);
    }
}
