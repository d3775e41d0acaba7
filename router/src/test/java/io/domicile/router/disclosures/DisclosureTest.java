// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.RegionDatabase;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DisclosureTest {

    private static final String SUBJECT = "suspect-7319";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Another for each test.
    private final String tenant = "d-" + UUID.randomUUID().toString().replaceAll("[0-9-]", "");

    @Test
    void a_foreign_court_gets_nothing_of_the_mainland_and_the_register_tells_why() {
        // given
        Api.post(tenant, Examples.MAINLAND_POINT.replace("u-2001", SUBJECT)).then().statusCode(201);

        // when
        var refused = post(tenant, Papers.of("cn", "DE", "EPOC", SUBJECT));

        // then
        refused.then()
                .statusCode(451)
                .contentType(containsString("application/problem+json"))
                .body("code", equalTo("refused"))
                .body("rules", hasItem("AUTH.CN.FOREIGN"))
                .body("rules", hasItem("H13"))
                .body("citations", hasItem("PIPL 41"))
                .body("need", equalTo("PRC_APPROVAL"));
        assertFalse(refused.asString().contains(SUBJECT));
        var due = Instant.parse(refused.path("due"));
        assertEquals(9, Duration.between(Instant.now(), due).toDays());
        String id = refused.path("id");
        get(tenant, id)
                .then()
                .statusCode(200)
                .body("state", equalTo("refused"))
                .body("law.effect", equalTo("DENY"))
                .body("law.obligations", hasItem("ART17.OBJECTION"))
                .body("subjects", contains(SUBJECT));
        var entries = entries("cn", id, "disclosure.refused");
        assertEquals(
                List.of("disclosure.requested", "disclosure.refused"),
                entries.stream().map(entry -> entry.path("act").asText()).toList());
        assertTrue(
                entries.getFirst()
                        .path("class")
                        .toString()
                        .contains("instrument:" + Papers.DIGEST));
        approve(tenant, "anna", id).then().statusCode(409);
        handOver(tenant, "anna", id).then().statusCode(409);
        Api.as(tenant).delete("/v1/subjects/" + SUBJECT).then().statusCode(409);
    }

    @Test
    void two_officers_release_what_only_the_recipient_opens() throws Exception {
        // given
        var recipient = new Recipients.X25519();
        String point = Api.post(tenant, subject(Examples.GERMAN_POINT)).path("id");
        String text = Api.post(tenant, subject(Examples.GERMAN_TEXT)).path("id");
        Api.post(tenant, Examples.GERMAN_POINT).then().statusCode(201);
        var demand =
                Papers.of("nl", "NL", "COURT_ORDER", SUBJECT)
                        .replace("\"types\":[]", "\"types\":[\"loc.point\"]");
        var entered = post(tenant, Papers.sealedTo(demand, recipient.jwk()));
        entered.then()
                .statusCode(202)
                .body("state", equalTo("pending"))
                .body("law.effect", equalTo("REFER"))
                .body("law.rules", contains("AUTH.NL.NATIONAL"));
        assertFalse(entered.asString().contains(SUBJECT));
        String id = entered.path("id");
        handOver(tenant, "anna", id).then().statusCode(409).body("code", equalTo("not_releasable"));

        // when
        approve(tenant, "anna", id).then().statusCode(200).body("state", equalTo("pending"));
        approve(tenant, "bob", id)
                .then()
                .statusCode(200)
                .body("state", equalTo("approved"))
                .body("officers", hasSize(2));
        var given = handOver(tenant, "bob", id);

        // then
        given.then().statusCode(200).body("records", equalTo(1)).body("next", nullValue());
        assertFalse(given.asString().contains(point));
        var sealed = given.<String>path("sealed.bytes");
        var bound = given.<String>path("sealed.associated");
        var opened = recipient.open(bound, sealed);
        assertEquals(point, opened.at("/records/0/id").asText());
        assertEquals("loc.point", opened.at("/records/0/record/type").asText());
        assertEquals(SUBJECT, opened.at("/records/0/record/subjects/0/id").asText());
        assertFalse(opened.toString().contains(text));
        var other = new Recipients.X25519();
        assertThrows(InvalidCipherTextException.class, () -> other.open(bound, sealed));
        var entries = entries("nl", id, "disclosure.released");
        var released =
                entries.stream()
                        .filter(entry -> entry.path("act").asText().equals("disclosure.released"))
                        .toList();
        assertEquals(2, released.size());
        assertTrue(released.getFirst().path("sp").asText().length() == 32);
        assertTrue(released.getLast().path("class").toString().contains("records:1"));
        assertTrue(
                released.getLast()
                        .path("class")
                        .toString()
                        .contains(given.<String>path("sealed.sha256")));
        get(tenant, id)
                .then()
                .body("state", equalTo("handed_over"))
                .body("given[0].records", equalTo(1));
    }

    @Test
    void what_a_mainland_authority_gets_is_sealed_by_sm2() throws Exception {
        // given
        var recipient = new Recipients.Sm2();
        String point =
                Api.post(tenant, Examples.MAINLAND_POINT.replace("u-2001", SUBJECT)).path("id");
        var demand = Papers.of("cn", "CN", "DECISION", SUBJECT);
        String id =
                post(tenant, Papers.sealedTo(demand, recipient.jwk()))
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
        approve(tenant, "anna", id).then().statusCode(200);
        approve(tenant, "bob", id).then().statusCode(200);

        // when
        var given = handOver(tenant, "anna", id);

        // then
        given.then().statusCode(200).body("sealed.suite", equalTo("SM2-C1C3C2-SM4-GCM"));
        var opened = recipient.open(given.path("sealed.associated"), given.path("sealed.bytes"));
        assertEquals(point, opened.at("/records/0/id").asText());
        post(tenant, Papers.sealedTo(demand, new Recipients.X25519().jwk()))
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/recipient_key/kty"));
    }

    @Test
    void one_officer_is_not_two_in_whatever_role_and_with_whichever_token() {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);

        // when
        var again = approve(tenant, "anna", id);
        var asOperator =
                as("anna", Roles.OPERATOR, tenant, "in-region")
                        .contentType("application/json")
                        .body(Papers.RELEASE)
                        .post("/v1/disclosures/" + id + "/approvals?tenant=" + tenant);

        // then
        again.then().statusCode(409).body("code", equalTo("same_officer"));
        asOperator.then().statusCode(409).body("code", equalTo("same_officer"));
        get(tenant, id).then().body("state", equalTo("pending")).body("officers", hasSize(1));
    }

    @Test
    void of_officers_who_agree_at_the_same_moment_two_count() {
        // given
        var id = pending(tenant);

        // when
        List<Integer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked =
                    Stream.of("anna", "bob", "carl", "dora")
                            .map(officer ->
                                    CompletableFuture.supplyAsync(
                                            () -> approve(tenant, officer, id).statusCode(),
                                            threads))
                            .toList();
            answers = asked.stream().map(CompletableFuture::join).sorted().toList();
        }

        // then
        assertEquals(List.of(200, 200, 409, 409), answers);
        get(tenant, id).then().body("state", equalTo("approved")).body("officers", hasSize(2));
    }

    @Test
    void what_the_mainland_approved_goes_abroad_by_two_officers_alone() {
        // given
        Api.post(tenant, Examples.MAINLAND_POINT.replace("u-2001", SUBJECT)).then().statusCode(201);
        var approved =
                Papers.of("cn", "DE", "TREATY", SUBJECT)
                        .replace(
                                "{\"region\"",
                                "{\"approvals\":[{\"kind\":\"PRC_APPROVAL\",\"ref\":\"MOJ-7\"}],\"region\"");

        // when
        var entered = post(tenant, approved);

        // then
        entered.then()
                .statusCode(202)
                .body("state", equalTo("pending"))
                .body("law.effect", equalTo("ALLOW"))
                .body("law.rules", contains("AUTH.CN.APPROVED"));
        handOver(tenant, "anna", entered.path("id")).then().statusCode(409);
    }

    @Test
    void an_officer_must_confirm_what_the_law_asks_of_it() {
        // given
        var id = pending(tenant);

        // when
        var careless = approve(tenant, "anna", id, "{\"decision\":\"release\"}");

        // then
        careless.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("detail", containsString("VERIFY.INSTRUMENT"))
                .body("detail", containsString("MIN.SCOPE"));
        get(tenant, id).then().body("officers", empty());
    }

    @Test
    void one_officer_who_refuses_is_enough() {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);

        // when
        var refused = approve(tenant, "bob", id, "{\"decision\":\"refuse\"}");

        // then
        refused.then().statusCode(200).body("state", equalTo("refused"));
        approve(tenant, "carl", id).then().statusCode(409);
        handOver(tenant, "carl", id).then().statusCode(409);
    }

    @Test
    void nothing_is_handed_over_to_who_is_abroad() {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);
        approve(tenant, "bob", id).then().statusCode(200);

        // when
        var abroad =
                as("bob", Roles.COMPLIANCE, tenant, "CN")
                        .get("/v1/disclosures/" + id + "/hand-over");

        // then
        abroad.then().statusCode(403).body("sealed", nullValue());
        as("bob", Roles.COMPLIANCE, tenant, "CN")
                .get("/v1/disclosures/" + id)
                .then()
                .statusCode(200)
                .body("subjects", nullValue());
    }

    @Test
    void what_is_gagged_is_kept_from_the_tenant_its_reports_and_the_person_until_then() {
        // given
        Api.post(tenant, subject(Examples.GERMAN_POINT)).then().statusCode(201);
        var demand =
                Papers.of("nl", "NL", "COURT_ORDER", SUBJECT)
                        .replace(
                                "{\"region\"",
                                "{\"tenant\":\""
                                        + tenant
                                        + "\",\"gag_until\":\"2999-01-01T00:00:00Z\",\"region\"");

        // when
        var entered = operator("olga").contentType("application/json").body(demand);
        String id = entered.post("/v1/disclosures").then().statusCode(202).extract().path("id");
        for (var officer : List.of("olga", "oscar")) {
            operator(officer)
                    .contentType("application/json")
                    .body(Papers.RELEASE)
                    .post("/v1/disclosures/" + id + "/approvals?tenant=" + tenant)
                    .then()
                    .statusCode(200);
        }
        operator("olga")
                .get("/v1/disclosures/" + id + "/hand-over?tenant=" + tenant)
                .then()
                .statusCode(200)
                .body("records", equalTo(1));

        // then
        get(tenant, id).then().statusCode(404);
        approve(tenant, "anna", id).then().statusCode(404);
        list(tenant, "compliance").then().body("regions[0].disclosures", empty());
        var entries = entries("nl", id, "disclosure.released");
        var first = entries.getFirst();
        assertTrue(first.path("class").toString().contains("gagged"));
        for (var entry : entries) {
            assertTrue(entry.path("to").isMissingNode(), entry.toString());
            assertTrue(entry.path("rule").isEmpty(), entry.toString());
        }
        report(tenant, "compliance")
                .then()
                .body("rows", empty())
                .body("figures.find { it.name == 'demands_gagged' }.value", equalTo(1));
        Api.as(tenant)
                .get("/v1/subjects/" + SUBJECT + "/entries?region=nl")
                .then()
                .statusCode(200)
                .body(not(containsString("disclosure.released")));
        Api.as(Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body("{\"subject\":\"" + SUBJECT + "\"}")
                .post("/v1/reports/access?region=nl")
                .then()
                .statusCode(200)
                .body(not(containsString("disclosure.released")));
        as("carla", Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body(
                        "{\"subject\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"region\":\"nl\"}"
                                .formatted(
                                        SUBJECT,
                                        Instant.now().minusSeconds(3600),
                                        Instant.now().minusSeconds(1)))
                .post("/v1/statements")
                .then()
                .statusCode(503);
        operator("olga")
                .get("/v1/disclosures/" + id + "?tenant=" + tenant)
                .then()
                .body("gagged", equalTo(true))
                .body("tenant_told", equalTo(false));
    }

    @Test
    void who_has_several_roles_enters_a_demand_in_one_that_may() {
        // given
        var demand =
                Papers.of("nl", "NL", "COURT_ORDER", SUBJECT)
                        .replace(
                                "{\"region\"",
                                "{\"gag_until\":\"2999-01-01T00:00:00Z\",\"region\"");

        // when
        String id =
                Api.as(List.of(Roles.SERVICE, Roles.COMPLIANCE), tenant, "in-region")
                        .contentType("application/json")
                        .body(demand)
                        .post("/v1/disclosures")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");

        // then
        get(tenant, id).then().statusCode(200).body("gagged", equalTo(true));
        var entered = entries("nl", id, "disclosure.requested").getFirst();
        assertEquals("compliance", entered.path("actor").asText());
    }

    @Test
    void a_gag_that_is_over_hides_nothing() {
        // given
        Api.post(tenant, subject(Examples.GERMAN_POINT)).then().statusCode(201);
        var until = Instant.now().plusSeconds(8);
        var demand =
                Papers.of("nl", "NL", "COURT_ORDER", SUBJECT)
                        .replace(
                                "{\"region\"",
                                "{\"tenant\":\"%s\",\"gag_until\":\"%s\",\"region\""
                                        .formatted(tenant, until));

        // when
        var entered =
                operator("olga")
                        .contentType("application/json")
                        .body(demand)
                        .post("/v1/disclosures");

        // then
        entered.then().statusCode(202).body("gagged", equalTo(true));
        var shown = get(tenant, entered.path("id"));
        var deadline = Instant.now().plus(PATIENCE);
        while (shown.statusCode() == 404 && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            shown = get(tenant, entered.path("id"));
        }
        shown.then().statusCode(200).body("gagged", equalTo(false));
        assertFalse(Instant.now().isBefore(until));
    }

    @Test
    void what_must_be_preserved_is_not_erased() {
        // given
        Api.post(tenant, subject(Examples.GERMAN_POINT)).then().statusCode(201);
        var demand =
                Papers.of("nl", "DE", "EPOC_PR", SUBJECT)
                        .replace("\"kind\":\"disclose\"", "\"kind\":\"preserve\"");

        // when
        var entered = post(tenant, demand);

        // then
        entered.then().statusCode(202).body("state", equalTo("preserved"));
        var until = Instant.parse(entered.path("demand.preserve_until"));
        assertEquals(59, Duration.between(Instant.now(), until).toDays());
        Api.as(tenant)
                .delete("/v1/subjects/" + SUBJECT)
                .then()
                .statusCode(409)
                .body("holds[0].basis", equalTo("preservation_order"));
        String id = entered.path("id");
        handOver(tenant, "anna", id).then().statusCode(409);
        as("anna", Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body("{\"basis\":\"preservation_order\",\"until\":\"2999-01-01T00:00:00Z\"}")
                .put("/v1/subjects/" + SUBJECT + "/holds/disclosure-" + id + "?region=nl")
                .then()
                .statusCode(200)
                .body("holds[0].until", equalTo("2999-01-01T00:00:00Z"));
    }

    @Test
    void another_tenant_sees_nothing_of_it() {
        // given
        var id = pending(tenant);

        // when
        var theirs = get(tenant + "-theirs", id);

        // then
        theirs.then().statusCode(404);
        assertEquals(
                get(tenant + "-theirs", id.substring(0, 20) + "aaaaaaaaa").asString(),
                theirs.asString());
        approve(tenant + "-theirs", "anna", id).then().statusCode(404);
        handOver(tenant + "-theirs", "anna", id).then().statusCode(404);
        list(tenant + "-theirs", "compliance").then().body("regions[0].disclosures", empty());
        list(tenant, "compliance")
                .then()
                .body("regions[0].disclosures", hasSize(1))
                .body("regions[0].disclosures[0].id", equalTo(id));
        report(tenant + "-theirs", "compliance").then().body("rows", empty());
    }

    @Test
    void after_an_erasure_the_register_names_nobody() throws Exception {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);
        approve(tenant, "bob", id).then().statusCode(200);
        get(tenant, id).then().body("subjects", contains(SUBJECT));

        // when
        Api.as(tenant).delete("/v1/subjects/" + SUBJECT).then().statusCode(200);

        // then
        get(tenant, id)
                .then()
                .statusCode(200)
                .body("subjects", empty())
                .body("subjects_erased", equalTo(1));
        handOver(tenant, "bob", id).then().statusCode(200).body("records", equalTo(0));
        for (var table : List.of("disclosure", "disclosure_step", "disclosure_subject")) {
            var found =
                    RegionDatabase.query(
                            "nl",
                            "select count(*) from %s t where t::text like ? or t::text like ?"
                                    .formatted(table),
                            "%" + SUBJECT + "%",
                            "%" + hex(SUBJECT) + "%");
            assertEquals("0", found, table);
        }
    }

    @Test
    void who_writes_to_the_database_alone_releases_nothing() throws Exception {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);

        // when
        RegionDatabase.update(
                "nl",
                """
                insert into disclosure_step select disclosure, 2, tenant, kind, 'another', document,
                    taken_at, event_id, mac from disclosure_step where tenant = ?
                """,
                tenant);

        // then
        handOver(tenant, "anna", id).then().statusCode(500).body("code", equalTo("seal_broken"));
    }

    @Test
    void the_report_counts_demands_and_tells_each_without_its_subjects() {
        // given
        var id = pending(tenant);
        approve(tenant, "anna", id).then().statusCode(200);
        approve(tenant, "bob", id).then().statusCode(200);
        handOver(tenant, "bob", id).then().statusCode(200);
        String refused =
                post(tenant, Papers.of("nl", "US", "SUBPOENA", SUBJECT))
                        .then()
                        .statusCode(451)
                        .extract()
                        .path("id");
        entries("nl", refused, "disclosure.refused");

        // when
        var report = report(tenant, "compliance");

        // then
        report.then()
                .statusCode(200)
                .body("rows", hasSize(2))
                .body("rows[0].disclosure", equalTo(id))
                .body("rows[0].state", equalTo("handed_over"))
                .body("rows[0].instrument_sha256", equalTo(Papers.DIGEST))
                .body("rows[0].officers", hasSize(2))
                .body("rows[1].decision", equalTo("DENY"))
                .body("rows[1].rules", hasItem("AUTH.NL.FOREIGN"));
        assertFalse(report.asString().contains(SUBJECT));
        assertEquals(2, figure(report, "demands_received"));
        assertEquals(1, figure(report, "demands_refused"));
        assertEquals(1, figure(report, "demands_approved"));
        assertEquals(1, figure(report, "records_disclosed"));
        assertEquals(1, figure(report, "subjects_disclosed"));
        report.then()
                .body("statements.find { it.name == 'demands_now' }.value.refused", equalTo(1));
        for (var language : List.of("en", "zh", "nl")) {
            as("anna", Roles.REGULATOR, "authority", "in-region")
                    .get("/v1/reports/disclosures?region=nl&format=html&lang=" + language)
                    .then()
                    .statusCode(200)
                    .body(containsString(id));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"region\":\"nl\"|\"region\":\"us\"|unknown_value|",
                "\"country\":\"NL\"|\"country\":\"nl\"|unknown_value|/authority/country",
                "\"kind\":\"court\"|\"kind\":\"king\"|unknown_value|/authority/kind",
                "\"type\":\"COURT_ORDER\"|\"type\":\"RUMOUR\"|unknown_value|/instrument/type",
                "\"sha256\":\"ab|\"sha256\":\"zz|bad_text|/instrument/sha256",
                "\"subjects\":[\"suspect-7319\"]|\"subjects\":[]|missing_field|/scope/subjects",
                "\"types\":[]|\"types\":[\"all\"]|unknown_value|/scope/types/0",
                "\"region\":\"nl\"|\"region\":\"nl\",\"gag_until\":\"2001-01-01T00:00:00Z\"|out_of_range|/gag_until",
                "\"region\":\"nl\"|\"region\":\"nl\",\"tenant\":\"another\"|conflict|",
                "\"recipient_key\":|\"recipient\":|unknown_field|/recipient"
            })
    void a_demand_that_is_not_described_right_is_not_entered(
            String good, String bad, String code, String pointer) {
        // given
        var demand = Papers.of("nl", "NL", "COURT_ORDER", SUBJECT).replace(good, bad);

        // when
        var answer = post(tenant, demand);

        // then
        answer.then().statusCode(422).body("code", equalTo(code)).body("pointer", equalTo(pointer));
        list(tenant, "compliance").then().body("regions[0].disclosures", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.SERVICE, Roles.REGULATOR})
    void only_compliance_and_operators_deal_with_demands(String role) {
        // when, then
        as("anna", role, tenant, "in-region").get("/v1/disclosures").then().statusCode(403);
        as("anna", role, tenant, "in-region")
                .contentType("application/json")
                .body(Papers.of("nl", "NL", "COURT_ORDER", SUBJECT))
                .post("/v1/disclosures")
                .then()
                .statusCode(403);
        given().get("/v1/disclosures").then().statusCode(401);
    }

    /// A demand of a Dutch court for a person's records, which waits for two officers.
    private static String pending(String tenant) {
        Api.post(tenant, subject(Examples.GERMAN_POINT)).then().statusCode(201);
        return post(tenant, Papers.of("nl", "NL", "COURT_ORDER", SUBJECT))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String subject(String record) {
        return record.replace("u-1842", SUBJECT);
    }

    private static Response post(String tenant, String demand) {
        return as("carla", Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body(demand)
                .post("/v1/disclosures");
    }

    private static Response get(String tenant, String id) {
        return as("carla", Roles.COMPLIANCE, tenant, "in-region").get("/v1/disclosures/" + id);
    }

    private static Response list(String tenant, String role) {
        return as("carla", role, tenant, "in-region").get("/v1/disclosures?region=nl");
    }

    private static Response approve(String tenant, String officer, String id) {
        return approve(tenant, officer, id, Papers.RELEASE);
    }

    private static Response approve(String tenant, String officer, String id, String opinion) {
        return as(officer, Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body(opinion)
                .post("/v1/disclosures/" + id + "/approvals");
    }

    private static Response handOver(String tenant, String officer, String id) {
        return as(officer, Roles.COMPLIANCE, tenant, "in-region")
                .get("/v1/disclosures/" + id + "/hand-over");
    }

    private static Response report(String tenant, String role) {
        return as("carla", role, tenant, "in-region").get("/v1/reports/disclosures?region=nl");
    }

    private static int figure(Response report, String name) {
        return report.path("figures.find { it.name == '%s' }.value".formatted(name));
    }

    private static RequestSpecification operator(String account) {
        return as(account, Roles.OPERATOR, "operator", "in-region");
    }

    private static RequestSpecification as(
            String account, String role, String tenant, String country) {
        return Api.as(account, role, tenant, country);
    }

    /// The entries about a demand, once one of that act is published.
    private static List<JsonNode> entries(String region, String id, String act) {
        return AuditLogs.entriesOnce(
                        region,
                        entry ->
                                isOf(entry, id)
                                        && entry.path("act").asText().equals(act)
                                        && !entry.path("class").toString().contains("phase:record"))
                .stream()
                .filter(entry -> isOf(entry, id))
                .toList();
    }

    private static boolean isOf(JsonNode entry, String id) {
        return entry.path("type").asText().equals("disclosure")
                && StreamSupport.stream(entry.path("class").spliterator(), false)
                        .anyMatch(label -> label.asText().equals("disclosure:" + id));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
