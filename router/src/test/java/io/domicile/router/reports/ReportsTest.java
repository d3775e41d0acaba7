// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.RegionDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReportsProfile.class)
class ReportsTest {

    private static final String TENANT = "reporting";
    private static final String MAINLAND =
            Examples.MAINLAND_POINT.replace(
                    "[\"CONSENT.SEP\"]", "[\"CONSENT.SEP\",\"CONSENT.XB\"]");

    private final String person = "u-" + UUID.randomUUID();
    private String last = "";

    @BeforeEach
    void records_are_stored_refused_read_and_erased() {
        var id = stored(Examples.GERMAN_TEXT.replace("u-1842", person));
        stored(Examples.GERMAN_POINT.replace("u-1842", person));
        Api.post(
                        TENANT,
                        Examples.GERMAN_TEXT
                                .replace("\"DE\"", "\"NL\"")
                                .replace("\"age\":34", "\"age\":15"))
                .then()
                .statusCode(451);
        Api.read(TENANT, id).then().statusCode(200);
        Api.as(TENANT).delete("/v1/subjects/u-gone-" + person).then().statusCode(200);
        Api.post("other", Examples.GERMAN_TEXT.replace("u-1842", person)).then().statusCode(201);
        last = Api.read(TENANT, id).then().statusCode(200).extract().path("audit.entry");
        var unused = AuditLogs.entry("nl", last);
    }

    private static String stored(String record) {
        return Api.post(TENANT, record).then().statusCode(201).extract().path("id");
    }

    private static Response get(String role, String country, String address) {
        return Api.as(role, TENANT, country).get("/v1/reports/" + address);
    }

    private static JsonNode json(Response answer) {
        assertEquals(200, answer.statusCode(), answer.asString());
        try {
            return Json.MAPPER.readTree(answer.asByteArray());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.asString(), e);
        }
    }

    private static JsonNode figure(JsonNode report, String name) {
        for (var figure : report.path("figures")) {
            if (figure.path("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("no figure " + name + " in " + report.toPrettyString());
    }

    @ParameterizedTest
    @CsvSource({
        "ropa, nl",
        "transfers, nl",
        "erasures, nl",
        "residency, nl",
        "ropa, cn",
        "transfers, cn",
        "vehicle-annual, cn",
        "residency, sg"
    })
    void somebody_else_counts_the_same_in_the_published_log(String kind, String region) {
        // given
        stored(MAINLAND);
        Api.post(TENANT, Examples.SINGAPORE_TEXT).then().statusCode(201);

        // when
        var report = json(get("compliance", "in-region", kind + "?region=" + region));

        // then
        var log = AuditLogs.entries(region);
        var size = report.at("/log_checkpoint/size").asInt();
        assertTrue(size > 0 && size <= log.size(), report.path("log_checkpoint").toString());
        long counted = 0;
        for (var figure : report.path("figures")) {
            var mine = recount(report, figure, log.subList(0, size));
            assertEquals(figure.path("value").asLong(), mine.value(), figure.toString());
            assertEquals(figure.at("/counted/entries").asLong(), mine.places().size());
            if (!mine.places().isEmpty()) {
                assertEquals(figure.at("/counted/first").asInt(), mine.places().getFirst());
                assertEquals(figure.at("/counted/last").asInt(), mine.places().getLast());
            }
            counted += mine.value();
        }
        assertTrue(counted > 0 || !kind.equals("ropa"), report.toPrettyString());
    }

    /// A count by the figure's own words alone.
    private record Recount(long value, List<Integer> places) {}

    private static Recount recount(JsonNode report, JsonNode figure, List<JsonNode> log) {
        var places = new ArrayList<Integer>();
        long value = 0;
        for (int i = 0; i < log.size(); i++) {
            if (isIn(report.path("period"), log.get(i)) && fits(figure.path("where"), log.get(i))) {
                places.add(i);
                value += figure.has("sum") ? sum(figure.path("sum").asText(), log.get(i)) : 1;
            }
        }
        return new Recount(value, places);
    }

    private static boolean isIn(JsonNode period, JsonNode entry) {
        var id = entry.path("id").asText();
        return id.compareTo(period.path("first_id").asText()) >= 0
                && id.compareTo(period.path("end_id").asText()) < 0;
    }

    private static boolean fits(JsonNode where, JsonNode entry) {
        for (var wanted : where.properties()) {
            var values = listed(wanted.getValue());
            var found = entry.path(wanted.getKey());
            boolean has =
                    found.isArray()
                            ? listed(found).containsAll(values)
                            : values.contains(found.asText());
            if (values.contains("*") ? found.isMissingNode() : !has) {
                return false;
            }
        }
        return true;
    }

    private static List<String> listed(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }

    private static long sum(String name, JsonNode entry) {
        return listed(entry.path("class")).stream()
                .filter(label -> label.startsWith(name + ":"))
                .mapToLong(label -> Long.parseLong(label.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void a_report_has_the_head_that_the_law_wants_and_is_in_the_log_before_it_is_sent() {
        // when
        var answer = get("compliance", "in-region", "ropa?region=nl");

        // then
        var report = json(answer);
        for (var name : TextsTest.HEAD) {
            assertTrue(report.has(name), name);
        }
        assertEquals("acme-bv", report.path("legal_entity").asText());
        assertEquals("GDPR 30(1)", report.at("/regime/0").asText());
        assertTrue(report.path("policy_bundle_hash").asText().startsWith("sha256:"));
        assertEquals("no-store", answer.header("Cache-Control"));
        var entry = AuditLogs.entry("nl", report.path("report_id").asText());
        assertEquals("report", entry.path("type").asText());
        assertEquals("report", entry.path("act").asText());
        assertEquals("compliance", entry.path("actor").asText());
        assertTrue(entry.path("class").toString().contains("\"report:ropa\""), entry.toString());
        assertTrue(entry.path("rule").toString().contains("H12.OWN"), entry.toString());
        assertTrue(report.path("missing").toString().contains("\"dpo\""));
        assertFalse(report.path("missing").toString().contains("\"controller\""));
        assertFalse(answer.asString().contains(person));
    }

    @ParameterizedTest
    @CsvSource({"ropa, nl", "transfers, nl", "erasures, nl", "residency, nl", "vehicle-annual, cn"})
    void all_kinds_come_in_all_forms_and_languages(String kind, String region) {
        for (var language : Language.values()) {
            var address = "%s?region=%s&lang=%s".formatted(kind, region, language.code());

            // when
            var json = get("compliance", "in-region", address);
            var html = get("compliance", "in-region", address + "&format=html");
            var csv = get("compliance", "in-region", address + "&format=csv&table=summary");

            // then
            json.then().contentType(startsWith("application/json"));
            assertEquals(language.code(), json(json).path("language").asText());
            html.then()
                    .statusCode(200)
                    .contentType(startsWith("text/html"))
                    .header("Content-Language", language.code())
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .body(containsString(language.text("kind." + kind)));
            csv.then()
                    .statusCode(200)
                    .contentType(startsWith("text/csv"))
                    .body(containsString(language.text("head.report_id")));
            assertEquals(List.of(10), widths(csv.asString()), csv.asString());
        }
    }

    /// How many values the lines of a CSV have.
    private static List<Integer> widths(String csv) {
        var widths = new ArrayList<Integer>();
        for (var line : csv.split("\r\n", -1)) {
            boolean quoted = false;
            int values = 1;
            for (var c : line.toCharArray()) {
                quoted = (c == '"') != quoted;
                values += c == ',' && !quoted ? 1 : 0;
            }
            widths.add(values);
        }
        assertEquals(1, widths.removeLast(), "ends with a line end");
        return widths.stream().distinct().toList();
    }

    @Test
    void texts_are_no_markup_and_no_formulas() {
        // when
        var html = get("compliance", "in-region", "ropa?region=nl&format=html").asString();
        var csv = get("compliance", "in-region", "ropa?region=nl&format=csv").asString();

        // then
        assertTrue(html.contains("=Müller &amp; &lt;b&gt;Söhne&lt;/b&gt;, \"Berlin\""), html);
        assertTrue(csv.contains(",\"'=Müller & <b>Söhne</b>, \"\"Berlin\"\"\","), csv);
    }

    @Test
    void form_and_language_are_negotiated() {
        // when
        var answer =
                Api.as("compliance", TENANT, "in-region")
                        .header("Accept", "application/pdf, text/csv;q=0.5, text/html;q=0.9")
                        .header("Accept-Language", "fr, nl-BE;q=0.8, en;q=0.5")
                        .get("/v1/reports/residency?region=nl");

        // then
        answer.then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .header("Content-Language", "nl")
                .body(containsString("Waar gegevens rusten"));
    }

    @Test
    void the_register_of_transfers_has_a_row_for_each_with_its_mechanism() {
        // given
        var id = stored(MAINLAND.replace("u-2001", person));
        Api.as("service", TENANT, "SG")
                .header("Purpose", "support")
                .header("Reason", "CASE-1")
                .get("/v1/records/" + id)
                .then()
                .statusCode(200);
        var moved =
                Api.as(TENANT)
                        .contentType("application/json")
                        .body(
                                """
                                {"record":"%s","to":"sg","mode":"copy","purpose":"support"}
                                """
                                        .formatted(id))
                        .post("/v1/transfers");
        assertTrue(moved.statusCode() < 300, moved.asString());
        String label = moved.path("label");
        AuditLogs.entriesOnce(
                "cn",
                entry ->
                        entry.path("class").toString().contains("phase:begun")
                                && entry.path("class").toString().contains(label));

        // when
        var report = json(get("compliance", "in-region", "transfers?region=cn"));
        var csv = get("compliance", "in-region", "transfers?region=cn&format=csv");

        // then
        var rows = report.path("rows");
        assertEquals(
                figure(report, "transfers_begun").path("value").asInt()
                        + figure(report, "reads_abroad").path("value").asInt(),
                rows.size());
        var log = AuditLogs.entries("cn");
        for (var row : rows) {
            var entry = log.get(row.path("log_index").asInt());
            assertEquals(entry.path("id"), row.path("entry"));
            assertEquals("SG", row.path("importer_country").asText());
            assertEquals("acme-shanghai", row.path("exporter_entity").asText());
            assertEquals("loc.point", row.path("record_type").asText());
            assertEquals("SC_OR_CERT", row.path("mechanism").asText());
            assertEquals("SC", row.at("/mechanisms_held/0/id").asText());
            assertEquals("notice-3", row.path("notice_version").asText());
            assertEquals("pia-7", row.path("pia_ref").asText());
            assertEquals(entry.path("facts"), row.path("decision_id"));
            assertEquals(1, row.path("persons_counted").asInt());
            assertTrue(row.path("ytd_spi").asInt() >= 1, row.toString());
            assertTrue(row.path("separate_consent").asBoolean());
        }
        assertEquals(
                List.of("remote_read", "send"),
                rows.findValuesAsText("method").stream().distinct().sorted().toList());
        assertFalse(report.toString().contains(person));
        csv.then().statusCode(200).body(startsWith("Place in the log,Entry,Time,Tenant,Exporter"));
        assertEquals(List.of(TransferRows.COLUMNS.size()), widths(csv.asString()));
        assertEquals(1 + rows.size(), csv.asString().lines().count());
    }

    @Test
    void the_erasures_have_their_certificates() {
        // given
        var erased = Api.as(TENANT).delete("/v1/subjects/" + person + "?wait=integrated");
        var certificate = erased.then().statusCode(200).extract().<String>path("certificate");

        // when
        var report = json(get("compliance", "in-region", "erasures?region=nl"));

        // then
        JsonNode row = null;
        for (var one : report.path("rows")) {
            row = one.path("certificate").asText().equals(certificate) ? one : row;
        }
        assertTrue(row != null, report.toPrettyString());
        assertEquals(
                erased.<String>path("subject.commitment"), row.path("subject_commitment").asText());
        assertEquals(1, row.path("keys_destroyed").size());
        assertEquals(2, row.path("kinds").size(), row.toString());
        assertTrue(row.path("counts").toString().contains("\"keys:1\""), row.toString());
        assertTrue(figure(report, "keys_destroyed").path("value").asInt() > 0);
        assertFalse(report.toString().contains(person));
    }

    private static Response access(String role, String subject, String parameters) {
        return Api.as(role, TENANT, "in-region")
                .contentType("application/json")
                .body("{\"subject\":\"%s\"}".formatted(subject))
                .post("/v1/reports/access?region=nl" + parameters);
    }

    @Test
    void the_accesses_of_one_person_are_that_persons_alone() {
        // when
        var report = json(access("compliance", person, ""));

        // then
        var rows = report.path("rows");
        assertEquals(4, rows.size(), report.toPrettyString());
        assertEquals(
                List.of("read", "read", "store", "store"),
                rows.findValuesAsText("act").stream().sorted().toList());
        assertEquals(2, figure(report, "reads").path("value").asInt());
        assertEquals("support", figure(report, "reads_by_purpose").path("key").asText());
        var log = AuditLogs.entries("nl");
        for (var row : rows) {
            var entry = log.get(row.path("log_index").asInt());
            assertEquals(entry.path("id"), row.path("entry"));
            assertEquals(TENANT, entry.path("tenant").asText());
        }
        assertFalse(report.toString().contains(person));
        var looked = AuditLogs.entry("nl", report.path("report_id").asText());
        assertTrue(looked.has("sp"), "the person's next report shows this one");
    }

    @Test
    void nobody_learns_whether_there_is_such_a_person() {
        // given
        Api.as(TENANT).delete("/v1/subjects/" + person).then().statusCode(200);

        // when
        var erased = json(access("compliance", person, ""));
        var unknown = json(access("compliance", "u-nobody", ""));

        // then
        for (var report : List.of(erased, unknown)) {
            assertEquals(0, report.path("rows").size());
            assertEquals(0, figure(report, "reads").path("value").asInt());
            assertFalse(
                    AuditLogs.entry("nl", report.path("report_id").asText()).has("sp"),
                    "no key is made for who is not there");
        }
    }

    @ParameterizedTest
    @CsvSource({"html, text/html", "csv, text/csv", "json, application/json"})
    void accesses_come_in_all_forms(String format, String type) {
        access("compliance", person, "&format=" + format + "&lang=zh")
                .then()
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Content-Language", "zh");
    }

    @ParameterizedTest
    @CsvSource({
        "service, ropa, 403", "regulator, access, 405", "operator, transfers, 403",
        "operator, ropa, 200", "operator, residency, 200", "regulator, transfers, 200",
        "regulator, erasures, 200", "operator, erasures, 403"
    })
    void each_role_has_its_reports(String role, String kind, int status) {
        get(role, "in-region", kind + "?region=nl").then().statusCode(status);
    }

    @Test
    void who_gets_what_is_to_be_posted_is_told_so() {
        get("compliance", "in-region", "access?region=nl")
                .then()
                .statusCode(405)
                .header("Allow", "POST");
    }

    @Test
    void accesses_are_for_the_tenants_own_office() {
        access("regulator", person, "").then().statusCode(403);
        access("operator", person, "").then().statusCode(403);
        access("compliance", person, "&tenant=other").then().statusCode(403);
    }

    @Test
    void compliance_sees_its_own_tenant_and_a_regulator_all() {
        // when
        var own = json(get("compliance", "in-region", "ropa?region=nl"));
        var all = json(get("regulator", "NL", "ropa?region=nl"));
        var other = json(get("regulator", "DE", "ropa?region=nl&tenant=other"));

        // then
        assertEquals("*", all.path("tenant").asText());
        assertEquals("other", other.path("tenant").asText());
        long sum = figure(all, "records_stored").path("value").asLong();
        assertTrue(sum > figure(own, "records_stored").path("value").asLong());
        assertTrue(figure(other, "records_stored").path("value").asLong() > 0);
        assertFalse(own.toString().contains("\"other\""));
        get("compliance", "in-region", "ropa?region=nl&tenant=other").then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({
        "cn, DE, refused, H12",
        "nl, CN, refused, H12.SLICE",
        "sg, DE, refused, H12.SLICE",
        "cn, HK, refused, H12"
    })
    void what_may_not_leave_a_region_is_not_told_abroad(
            String region, String country, String code, String rule) {
        // when
        var answer = get("regulator", country, "ropa?region=" + region);

        // then
        answer.then().statusCode(451).body("code", equalTo(code));
        assertTrue(answer.<List<String>>path("rules").contains(rule), answer.asString());
        var entry = AuditLogs.entry(region, answer.path("audit.entry"));
        assertEquals("report", entry.path("type").asText());
        assertEquals("deny", entry.path("act").asText());
        assertEquals(country, entry.path("to").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "breach?region=nl, 404, not_found",
        "gossip?region=nl, 404, not_found",
        "access?region=nl, 405, method_not_allowed",
        "ropa, 422, missing_field",
        "ropa?region=us, 422, unknown_value",
        "ropa?region=nl&from=2026-05-01&to=2026-05-01, 422, out_of_range",
        "ropa?region=nl&from=2026-05-02&to=2026-05-01, 422, out_of_range",
        "ropa?region=nl&from=yesterday, 422, bad_time",
        "residency?region=nl&to=%2B999999999-12-31T00:00:00Z, 422, bad_time",
        "residency?region=nl&from=%2B10900-01-01T00:00:00Z&to=%2B10901-01-01T00:00:00Z, 422, bad_time",
        "residency?region=nl&from=-1000-01-01T00:00:00Z, 422, bad_time",
        "ropa?region=nl&from=2026-01-01&from=2026-01-02, 422, conflict",
        "ropa?region=nl&subject=u-1, 422, unknown_field",
        "ropa?region=nl&format=pdf, 422, unknown_value",
        "ropa?region=nl&lang=fr, 422, unknown_value",
        "ropa?region=nl&table=rows, 422, conflict",
        "ropa?region=nl&table=all, 422, unknown_value",
        "vehicle-annual?region=nl, 422, conflict",
        "vehicle-annual?region=sg, 422, conflict"
    })
    void what_cannot_be_ordered_is_answered_with_a_problem(String order, int status, String code) {
        get("compliance", "in-region", order)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo(code));
    }

    @Test
    void what_cannot_be_given_is_not_acceptable() {
        Api.as("compliance", TENANT, "in-region")
                .header("Accept", "application/pdf")
                .get("/v1/reports/ropa?region=nl")
                .then()
                .statusCode(406)
                .body("code", equalTo("not_acceptable"));
    }

    @Test
    void without_a_token_there_is_nothing() {
        given().get("/v1/reports/ropa?region=nl").then().statusCode(401);
    }

    @Test
    void a_time_in_which_nothing_was_logged_has_figures_of_nothing() {
        // when
        var report =
                json(
                        get(
                                "compliance",
                                "in-region",
                                "residency?region=nl&from=2020-01-01&to=2021-01-01"));

        // then
        assertEquals(0, figure(report, "records_stored").path("value").asInt());
        assertEquals(0, report.at("/counted_over/places").asInt());
        assertTrue(nothingLeft(report));
    }

    @Test
    void entries_that_went_abroad_have_left_the_region() {
        // given
        var before = Instant.now();
        var quiet = json(residency(before));

        // when
        Api.as("regulator", "ap", "DE").get("/v1/audit/nl/export").then().statusCode(200);
        AuditLogs.entriesOnce("nl", entry -> isOf(entry, before, "export"));
        var others = json(residency(before));
        json(get("compliance", "DE", "ropa?region=nl"));
        AuditLogs.entriesOnce("nl", entry -> isOf(entry, before, "report") && entry.has("to"));
        var own = json(residency(before));

        // then
        assertTrue(nothingLeft(quiet), quiet.toPrettyString());
        assertFalse(nothingLeft(others));
        assertEquals(0, figure(others, "told_abroad").path("value").asInt());
        assertEquals(1, figure(others, "log_told_abroad").path("value").asInt());
        assertFalse(nothingLeft(own));
        assertEquals(1, figure(own, "told_abroad").path("value").asInt());
        for (var report : List.of(others, own)) {
            var log = AuditLogs.entries("nl");
            for (var figure : report.path("figures")) {
                assertEquals(figure.path("value").asLong(), recount(report, figure, log).value());
            }
        }
    }

    private static Response residency(Instant from) {
        return get("compliance", "in-region", "residency?region=nl&from=" + from);
    }

    private static boolean isOf(JsonNode entry, Instant since, String type) {
        return entry.path("type").asText().equals(type)
                && !Instant.parse(entry.path("t").asText())
                        .isBefore(since.truncatedTo(ChronoUnit.SECONDS));
    }

    private static boolean nothingLeft(JsonNode report) {
        for (var statement : report.path("statements")) {
            if (statement.path("name").asText().equals("nothing_left")) {
                return statement.path("value").asBoolean();
            }
        }
        throw new AssertionError("it states nothing of it");
    }

    @Test
    void of_a_time_whose_entries_were_pruned_nothing_is_counted() throws SQLException {
        // given
        var first = "update audit_tree set minimum = ? where n = 1";
        RegionDatabase.update("nl", first, 1);

        // when
        Response answer;
        try {
            answer = get("compliance", "in-region", "residency?region=nl&from=2020-01-01");
        } finally {
            RegionDatabase.update("nl", first, 0);
        }

        // then
        answer.then().statusCode(422).body("code", equalTo("out_of_range"));
    }
}
