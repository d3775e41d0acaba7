// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RegisterResourceTest {

    private static final String SC =
            """
            {"mechanisms":[{"id":"SC","ref":"sc-2026-1","valid_from":"2026-01-01",
             "valid_to":"2029-01-01","scope":["SG","support","loc.point"]}]}
            """;

    @Test
    void a_register_begins_with_what_the_configuration_says() {
        // when
        var answer = Registers.get("never-edited", "");

        // then
        answer.then()
                .statusCode(200)
                .header("ETag", "\"0\"")
                .body("version", equalTo(0))
                .body("document.establishments.country", equalTo(List.of("CN", "NL", "SG")))
                .body("document.establishments[0].entity", equalTo("never-edited.CN"))
                .body("document.attestations.kind", hasItem("NOTICE.SPI"));
    }

    @Test
    void an_edit_is_the_next_version_and_stays() {
        // given
        var tenant = Registers.newTenant();

        // when
        var answer = Registers.put(tenant, 0, SC);

        // then
        answer.then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("version", equalTo(1))
                .body("role", equalTo("compliance"))
                .body("changes", hasItem("/mechanisms/0"))
                .body("changes", hasItem("/establishments/0"))
                .body(
                        "document.mechanisms[0].scope",
                        equalTo(List.of("SG", "support", "loc.point")))
                .body("document.establishments", empty())
                .body("audit.log", containsString("/nl/"));
        Registers.get(tenant, "")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("document.mechanisms[0].valid_to", equalTo("2029-01-01"));
    }

    @Test
    void a_tenant_without_an_establishment_has_its_records_held() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        Api.post(tenant, Examples.GERMAN_TEXT).then().statusCode(201);
        var document = Registers.document(tenant);
        document.remove("establishments");

        // when
        Registers.put(tenant, 1, document.toString()).then().statusCode(200);

        // then
        Api.post(tenant, Examples.GERMAN_TEXT)
                .then()
                .statusCode(202)
                .body("outcome", equalTo("quarantined"));
    }

    @Test
    void a_qualified_surveyor_may_keep_true_coordinates_of_the_mainland() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        var record = Examples.MAINLAND_POINT.replace("GCJ02", "WGS84");
        Api.post(tenant, record).then().statusCode(202).body("outcome", equalTo("quarantined"));
        var document = Registers.document(tenant).put("survey_qualified", true);

        // when
        Registers.put(tenant, 1, document.toString()).then().statusCode(200);

        // then
        Api.post(tenant, record).then().statusCode(201).body("id", startsWith("cn_"));
    }

    @Test
    void critical_infrastructure_needs_certified_cryptography() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        Api.post(tenant, Examples.MAINLAND_POINT)
                .then()
                .statusCode(201)
                .body(not(containsString("CRYPTO.CERTIFIED")));
        var document = Registers.document(tenant).put("ciio", true);

        // when
        Registers.put(tenant, 1, document.toString()).then().statusCode(200);

        // then
        Api.post(tenant, Examples.MAINLAND_POINT).then().body(containsString("CRYPTO.CERTIFIED"));
    }

    @Test
    void versions_say_who_changed_what_when() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        var document = Registers.document(tenant).put("ciio", true).put("mlps", 3);
        ((ArrayNode) document.get("establishments")).remove(2);
        Registers.put(tenant, 1, document.toString()).then().statusCode(200);

        // when
        var versions = Registers.get(tenant, "/versions");

        // then
        versions.then()
                .statusCode(200)
                .body("versions.version", equalTo(List.of(2, 1)))
                .body(
                        "versions[0].changes",
                        equalTo(List.of("/ciio", "/establishments/2", "/mlps")))
                .body("versions[1].changes", empty())
                .body("versions[0].role", equalTo("compliance"))
                .body("versions[0].digest", startsWith("sha256:"));
        Registers.get(tenant, "/versions?before=2").then().body("versions", hasSize(1));
        Registers.get(tenant, "/versions/1").then().body("document.ciio", equalTo(false));
        Registers.get(tenant, "/versions/3").then().statusCode(404);
        Registers.get(tenant, "/versions/0").then().statusCode(404);
        Registers.get(tenant, "/versions?before=x").then().statusCode(400);
        Registers.get("another-" + tenant, "/versions").then().body("versions", empty());
    }

    @Test
    void every_change_is_in_the_audit_log() throws Exception {
        // given
        var tenant = Registers.editedTenant();

        // when
        String entry = Registers.put(tenant, 1, SC).path("audit.entry");

        // then
        var row = AuditLogs.entry("nl", entry);
        assertEquals(tenant, row.path("tenant").asText());
        assertEquals("config", row.path("type").asText());
        assertEquals("register", row.path("act").asText());
        assertEquals("compliance", row.path("actor").asText());
        assertEquals("2", row.path("rev").asText());
        assertEquals("ok", row.path("res").asText());
        assertTrue(row.path("facts").asText().startsWith("hmac:"));
    }

    @Test
    void an_edit_must_name_the_version_that_it_replaces() {
        // when
        var answer =
                Api.as(Roles.COMPLIANCE, "acme", "CN")
                        .contentType("application/json")
                        .body("{}")
                        .put("/v1/register");

        // then
        answer.then().statusCode(428).body("code", equalTo("precondition_required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "\"7\"", "W/\"1\"", "*", "1", "\"x\""})
    void an_edit_of_another_version_than_the_latest_changes_nothing(String tag) throws Exception {
        // given
        var tenant = Registers.editedTenant();

        // when
        var answer =
                Api.as(Roles.COMPLIANCE, tenant, "CN")
                        .contentType("application/json")
                        .header("If-Match", tag)
                        .body(SC)
                        .put("/v1/register");

        // then
        answer.then().statusCode(412).body("code", equalTo("precondition_failed"));
        Registers.get(tenant, "").then().header("ETag", "\"1\"");
        awaitRefusal(tenant, "precondition_failed");
    }

    @Test
    void of_editors_at_the_same_time_exactly_one_wins() throws Exception {
        // given
        var tenant = Registers.editedTenant();

        // when
        List<Integer> statuses;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses =
                    IntStream.range(0, 4)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(
                                            () -> Registers.put(tenant, 1, SC).statusCode(),
                                            threads))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .sorted()
                            .toList();
        }

        // then
        assertEquals(List.of(200, 412, 412, 412), statuses);
        Registers.get(tenant, "/versions").then().body("versions", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
        "service,GET,403",
        "regulator,GET,403",
        "operator,GET,200",
        "compliance,GET,200",
        "service,PUT,403",
        "regulator,PUT,403",
        "operator,PUT,403"
    })
    void only_compliance_edits_and_operators_may_look(String role, String method, int status) {
        // given
        var tenant = Registers.newTenant();

        // when
        var answer =
                Api.as(role, tenant, "CN")
                        .contentType("application/json")
                        .header("If-Match", "\"0\"")
                        .body("{}")
                        .request(method, "/v1/register");

        // then
        assertEquals(status, answer.statusCode());
        if (status == 403) {
            awaitRefusal(tenant, "forbidden");
        }
    }

    @Test
    void nobody_looks_without_a_token() {
        assertEquals(401, given().get("/v1/register").statusCode());
        assertEquals(401, given().get("/v1/register/versions").statusCode());
        assertEquals(401, given().body("{}").put("/v1/register").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'colour':1} | unknown_field | /colour",
                "{'ciio':'yes'} | wrong_type | /ciio",
                "{'mlps':6} | out_of_range | /mlps",
                "{'ftz':'Mr Smith'} | bad_text | /ftz",
                "{'targets':['DE','XX']} | unknown_value | /targets/1",
                "{'targets':[1]} | wrong_type | /targets/0",
                "{'establishments':[{'country':'CN'}]} | missing_field | /establishments/0/entity",
                "{'establishments':[{'country':'XX','entity':'a'}]} | unknown_value | /establishments/0/country",
                "{'establishments':[{'country':'CN','entity':'a'},{'country':'CN','entity':'b'}]} | conflict | /establishments/1/country",
                "{'establishments':[{'country':'CN','entity':'13812345678'}]} | bad_text | /establishments/0/entity",
                "{'mechanisms':[{'id':'NONE','valid_to':'2029-01-01'}]} | unknown_value | /mechanisms/0/id",
                "{'mechanisms':[{'id':'SC'}]} | missing_field | /mechanisms/0/valid_to",
                "{'mechanisms':[{'id':'SC','valid_to':'2029-02-30'}]} | bad_time | /mechanisms/0/valid_to",
                "{'mechanisms':[{'id':'SC','valid_to':'1.1.2029'}]} | bad_time | /mechanisms/0/valid_to",
                "{'mechanisms':[{'id':'SC','valid_from':'2029-01-02','valid_to':'2029-01-01'}]} | conflict | /mechanisms/0/valid_to",
                "{'mechanisms':[{'id':'SC','valid_to':'2029-01-01','scope':['Li Wei']}]} | unknown_value | /mechanisms/0/scope/0",
                "{'mechanisms':[{'id':'SC','valid_to':'2029-01-01','ref':'a@b.example'}]} | bad_text | /mechanisms/0/ref",
                "{'attestations':[{'kind':'ENC.SM','ref':'v1'}]} | unknown_value | /attestations/0/kind",
                "{'attestations':[{'kind':'PIA.CN'}]} | missing_field | /attestations/0/ref",
            })
    void what_is_not_a_register_is_refused_by_its_pointer(
            String document, String code, String pointer) {
        // given
        var tenant = Registers.newTenant();

        // when
        var answer = Registers.put(tenant, 0, document.replace('\'', '"'));

        // then
        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
        Registers.get(tenant, "").then().header("ETag", "\"0\"");
        awaitRefusal(tenant, code);
    }

    @Test
    void a_register_has_limits() {
        // given
        var document = JsonNodeFactory.instance.objectNode();
        var mechanisms = document.putArray("mechanisms");
        for (int i = 0; i < 101; i++) {
            mechanisms.addObject().put("id", "EU_SCC").put("valid_to", "2029-01-01");
        }
        var big = JsonNodeFactory.instance.objectNode().put("ftz", "a".repeat(65_536));

        // when
        var many = Registers.put("limited", 0, document.toString());
        var large = Registers.put("limited", 0, big.toString());

        // then
        many.then().statusCode(422).body("pointer", equalTo("/mechanisms"));
        large.then().statusCode(413);
    }

    @Test
    void what_is_read_can_be_written() throws JsonProcessingException {
        // given
        var tenant = Registers.newTenant();
        var full =
                """
                {"establishments":[{"country":"CN","entity":"acme-shanghai"}],"ciio":false,"mlps":2,
                 "survey_qualified":true,"foreign_invested":true,"state_organ":false,"gba":true,
                 "ftz":"shanghai","targets":["DE","EU"],
                 "mechanisms":[{"id":"EU_SCC","ref":"scc-7","valid_from":"2026-01-01",
                   "valid_to":"2029-01-01","scope":["SG"]}],
                 "attestations":[{"kind":"PIA.CN","ref":"pia-1","valid_from":"2026-01-01",
                   "valid_to":"2029-01-01"}]}
                """;

        // when
        Registers.put(tenant, 0, full).then().statusCode(200);

        // then
        assertEquals(Json.MAPPER.readTree(full), Registers.document(tenant));
    }

    private static void awaitRefusal(String tenant, String code) {
        AuditLogs.entriesOnce(
                "nl",
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("act").asText().equals("deny")
                                && entry.path("res").asText().equals(code));
    }
}
