// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.regions.Residences;
import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.domicile.router.RegionDatabase;
import io.domicile.router.Tenants;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RegisterTest {

    private static final String FORGE =
            """
            insert into register
            select tenant, 2, replace(document, '"ciio":true', '"ciio":false'), changes, actor,
                entered_at, gen_random_uuid(), mac
            from register where tenant = ?
            """;

    @Inject Register register;
    @Inject Tenants tenants;
    @Inject Residences residences;
    @Inject DomicileConfig config;

    @Test
    void another_gateways_change_arrives() throws Exception {
        // given
        var tenant = Registers.newTenant();
        var other = new Register(tenants, residences, config, Clock.systemUTC());
        other.refresh();
        assertEquals(0, other.of(tenant).orElseThrow().version());

        // when
        Registers.put(tenant, 0, "{\"ciio\":true}").then().statusCode(200);
        other.refresh();

        // then
        assertTrue(other.of(tenant).orElseThrow().ciio());
        assertEquals(register.of(tenant), other.of(tenant));
    }

    @Test
    void a_changed_row_decides_nothing() throws Exception {
        // given
        var tenant = Registers.newTenant();
        Registers.put(tenant, 0, "{\"ciio\":true}").then().statusCode(200);
        swap(tenant, "true", "false");
        try {
            var restarted = new Register(tenants, residences, config, Clock.systemUTC());

            // when
            restarted.refresh();

            // then
            assertTrue(restarted.of(tenant).isEmpty());
            assertTrue(restarted.state().doubtful() > 0);
            Registers.get(tenant, "").then().statusCode(500).body("code", equalTo("seal_broken"));
        } finally {
            swap(tenant, "false", "true");
        }
    }

    @Test
    void a_forged_version_holds_the_tenants_records_until_it_is_gone() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        assertEquals(1, RegionDatabase.update("nl", FORGE, tenant));
        try {
            // when
            register.refresh();

            // then
            Api.post(tenant, Examples.GERMAN_TEXT)
                    .then()
                    .statusCode(202)
                    .body("outcome", equalTo("quarantined"));
            given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'register' }.data.doubtful", equalTo(1));
        } finally {
            RegionDatabase.update(
                    "nl", "delete from register where tenant = ? and version = 2", tenant);
            register.refresh();
        }
        Api.post(tenant, Examples.GERMAN_TEXT).then().statusCode(201);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void a_forged_version_can_be_replaced() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        var document = Registers.document(tenant).toString();
        RegionDatabase.update("nl", FORGE, tenant);
        register.refresh();

        // when
        var answer = Registers.put(tenant, 2, document);

        // then
        answer.then().statusCode(200).header("ETag", "\"3\"");
        Registers.get(tenant, "/versions")
                .then()
                .body("versions.intact", equalTo(List.of(true, false, true)));
        Registers.get(tenant, "/versions/2").then().statusCode(500);
        register.refresh();
        assertEquals(3, register.of(tenant).orElseThrow().version());
        assertEquals(0, register.state().doubtful());
    }

    @Test
    void a_register_that_went_back_is_not_followed() throws Exception {
        // given
        var tenant = Registers.editedTenant();
        Registers.put(tenant, 1, "{\"ciio\":true}").then().statusCode(200);
        rename(tenant, tenant + "-gone");
        try {
            // when
            register.refresh();

            // then
            assertTrue(register.of(tenant).isEmpty());
        } finally {
            rename(tenant + "-gone", tenant);
            register.refresh();
        }
        assertTrue(register.of(tenant).orElseThrow().ciio());
    }

    @Test
    void nothing_is_known_before_the_store_was_read_nor_too_long_after() {
        // given
        var later = config.register().maxAge().plus(Duration.ofSeconds(1));
        var clock = new AheadClock();
        var other = new Register(tenants, residences, config, clock);

        // when
        var before = other.of("acme");
        other.refresh();
        var known = other.of("acme");
        clock.advance(later);

        // then
        assertTrue(before.isEmpty());
        assertTrue(known.isPresent());
        assertTrue(other.of("acme").isEmpty());
        assertFalse(other.state().fresh());
    }

    private static void swap(String tenant, String from, String to) throws Exception {
        assertEquals(
                1,
                RegionDatabase.update(
                        "nl",
                        "update register set document = replace(document, ?, ?) where tenant = ?",
                        "\"ciio\":" + from,
                        "\"ciio\":" + to,
                        tenant));
    }

    private static void rename(String from, String to) throws Exception {
        assertEquals(
                1,
                RegionDatabase.update(
                        "nl",
                        "update register set tenant = ? where tenant = ? and version = 2",
                        to,
                        from));
    }
}
