// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class BreachTest {

    @Inject Breaches breaches;

    private final String tenant = "breached-" + UUID.randomUUID();

    @Test
    void the_scope_of_a_credential_names_persons_fields_and_clocks() {
        // given
        store("u-anna", "u-anna", "u-ben");
        var aware = Instant.now().minus(Duration.ofHours(1));

        // when
        var report =
                report(
                        Roles.COMPLIANCE,
                        """
                        {"credential":{"issuer":"domicile-development","name":"service@%s"},
                         "region":"nl","aware_at":"%s","risk":"high","pseudonyms":10,
                         "among":["u-anna","u-ben","u-carla"]}
                        """
                                .formatted(tenant, aware));

        // then
        report.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("by", equalTo("credential"))
                .body("regions", hasSize(1))
                .body("regions[0].tenants", hasSize(1))
                .body("regions[0].tenants[0].tenant", equalTo(tenant))
                .body("regions[0].tenants[0].subjects", equalTo(2))
                .body("regions[0].tenants[0].affected", contains("u-anna", "u-ben"))
                .body("regions[0].tenants[0].pseudonyms", hasSize(2))
                .body("regions[0].tenants[0].fields", hasItem("eu.pd"))
                .body("regions[0].tenants[0].entries", equalTo(3))
                .body("regions[0].tenants[0].touched[0].log", notNullValue())
                .body("regions[0].tenants[0].law.notices.authority", equalTo(true))
                .body("regions[0].tenants[0].clocks.clock", hasItem("authority"))
                .body(
                        "regions[0].tenants[0].clocks.find { it.clock == 'authority' }.due",
                        equalTo(aware.plus(Duration.ofHours(72)).toString()));
        String entry = report.path("regions[0].tenants[0].audit.entry");
        var written = AuditLogs.entry("nl", entry);
        assertEquals("breach", written.path("type").asText());
        assertTrue(written.path("class").toString().contains("subjects:2"));
        assertTrue(written.path("rule").toString().contains("BREACH.NL"));
        assertFalse(written.toString().contains("u-anna"));
    }

    @Test
    void who_runs_the_gateway_sees_counts_of_tenants_and_no_person() {
        // given
        store("u-anna");
        var from = Instant.now().minus(Duration.ofHours(1));

        // when
        var report =
                report(
                        Roles.OPERATOR,
                        "{\"from\":\"%s\",\"tenant\":\"%s\"}".formatted(from, tenant));
        var asking = report(Roles.OPERATOR, "{\"from\":\"%s\",\"pseudonyms\":5}".formatted(from));

        // then
        report.then()
                .statusCode(200)
                .body("regions", hasSize(3))
                .body("regions.find { it.region == 'nl' }.tenants[0].subjects", equalTo(1))
                .body("regions.find { it.region == 'nl' }.tenants[0].pseudonyms", nullValue())
                .body("regions.find { it.region == 'cn' }.tenants", empty())
                .body("regions.find { it.region == 'cn' }.audit.entry", notNullValue());
        asking.then().statusCode(422).body("pointer", equalTo("/pseudonyms"));
    }

    @Test
    void few_reports_are_made_at_a_time() {
        // given
        var body = "{\"from\":\"%s\",\"region\":\"nl\"}".formatted(Instant.now());
        Response third;

        // when
        try (var _ = breaches.places.take();
                var _ = breaches.places.take()) {
            third = report(Roles.COMPLIANCE, body);
        }

        // then
        third.then().statusCode(503).body("code", equalTo("unavailable"));
        report(Roles.COMPLIANCE, body).then().statusCode(200);
    }

    @Test
    void a_region_key_reaches_all_that_it_wraps() {
        // given
        store("u-anna", "u-ben");
        String kek =
                Api.as(Roles.OPERATOR, tenant, "in-region")
                        .get("/v1/keys/nl")
                        .path("keks.find { it.state == 'current' }.id");

        // when
        var report = report(Roles.COMPLIANCE, "{\"kek\":\"%s\",\"region\":\"nl\"}".formatted(kek));

        // then
        report.then()
                .statusCode(200)
                .body("regions[0].tenants[0].subjects", equalTo(2))
                .body("regions[0].logs[0].counted", greaterThanOrEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/from",
                "{\"kek\":\"a\",\"credential\":{\"name\":\"b\"}}|/credential",
                "{\"credential\":{\"pseudonym\":\"xyz\"}}|/credential/pseudonym",
                "{\"kek\":\"a\",\"tenant\":\"somebody-else\"}|/tenant",
                "{\"kek\":\"a\",\"aware_at\":\"2999-01-01T00:00:00Z\"}|/aware_at",
                "{\"kek\":\"a\",\"other\":1}|/other"
            })
    void what_is_not_asked_rightly_is_refused_by_name(String body, String pointer) {
        report(Roles.COMPLIANCE, body).then().statusCode(422).body("pointer", equalTo(pointer));
    }

    @Test
    void nothing_is_told_where_the_law_of_one_region_refuses() {
        // when
        var answer =
                Api.as(Roles.OPERATOR, tenant, "US")
                        .contentType("application/json")
                        .body("{\"from\":\"%s\"}".formatted(Instant.now().minusSeconds(60)))
                        .post("/v1/breaches");

        // then
        answer.then().statusCode(451).body("code", equalTo("refused")).body("regions", nullValue());
        String entry = answer.path("audit.entry");
        String log = answer.path("audit.log");
        var written = AuditLogs.entry(log.replaceAll(".*/([a-z]{2})/.*", "$1"), entry);
        assertEquals("breach", written.path("type").asText());
        assertEquals("deny", written.path("act").asText());
        assertEquals("US", written.path("to").asText());
    }

    @Test
    void a_token_with_another_role_too_reports_as_compliance() {
        // when
        var answer =
                Api.as(List.of(Roles.SERVICE, Roles.COMPLIANCE), tenant, "in-region")
                        .contentType("application/json")
                        .body(
                                "{\"from\":\"%s\",\"region\":\"nl\",\"among\":[\"u-anna\"]}"
                                        .formatted(Instant.now().minusSeconds(60)))
                        .post("/v1/breaches");

        // then
        answer.then().statusCode(200);
        var written = AuditLogs.entry("nl", answer.path("regions[0].audit.entry"));
        assertEquals(Roles.COMPLIANCE, written.path("actor").asText());
        assertEquals("NL", written.path("from").asText());
    }

    /// Stores something of each, and waits until the log shows it: a scope is told of what is
    /// signed.
    private void store(String... subjects) {
        for (var subject : subjects) {
            String entry =
                    Api.post(tenant, Examples.GERMAN_TEXT.replace("u-1842", subject))
                            .then()
                            .statusCode(201)
                            .extract()
                            .path("audit.entry");
            AuditLogs.entry("nl", entry);
        }
    }

    private Response report(String role, String body) {
        return Api.as(role, tenant, "in-region")
                .contentType("application/json")
                .body(body)
                .post("/v1/breaches");
    }
}
