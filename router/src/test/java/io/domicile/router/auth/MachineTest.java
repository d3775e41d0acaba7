// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Digest;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(MachineTest.WithMachines.class)
class MachineTest {

    private static final String STORES = "dk_4f0cJ2qk7mZt0wXy3bVn8s";
    private static final String READS = "dk_9a1hQ5rk2nYu6vTx4cWm7e";
    private static final String OVER = "dk_1b2gP8sl3oXv5uSw6dUk4f";
    private static final String TENANT = "machines";

    /// A gateway that knows three machines of a tenant.
    public static final class WithMachines implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<String, String>();
            add(settings, "collector", STORES, "2999-12-31", "POST /v1/records");
            add(settings, "reader", READS, "2999-12-31", "GET /v1/records/*");
            add(settings, "old", OVER, "2020-12-31", "POST /v1/records");
            return settings;
        }

        private static void add(
                Map<String, String> settings,
                String name,
                String key,
                String expires,
                String calls) {
            var prefix = "domicile.machines." + name + ".";
            settings.put(prefix + "key", Digest.sha256(key.getBytes(StandardCharsets.UTF_8)));
            settings.put(prefix + "tenant", TENANT);
            settings.put(prefix + "roles", "service");
            settings.put(prefix + "country", "in-region");
            settings.put(prefix + "expires", expires);
            settings.put(prefix + "calls", calls);
        }
    }

    private static RequestSpecification with(String key) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + key)
                .header("Purpose", "support")
                .header("Reason", "CASE-4711");
    }

    private static io.restassured.response.Response store(String key) {
        return with(key)
                .contentType("application/json")
                .body(Examples.GERMAN_TEXT)
                .post("/v1/records");
    }

    @Test
    void a_machine_does_what_its_key_is_for_and_nothing_else() {
        // when
        var stored = store(STORES);
        String id = stored.path("id");
        var read = with(READS).get("/v1/records/" + id);

        // then
        assertEquals(201, stored.statusCode());
        assertEquals(200, read.statusCode());
        assertForbidden(with(STORES).get("/v1/records/" + id));
        assertForbidden(with(READS).delete("/v1/subjects/u-1842"));
        assertForbidden(store(READS));
        var refused =
                AuditLogs.entriesOnce("nl", MachineTest::isRefusal).stream()
                        .filter(MachineTest::isRefusal)
                        .map(entry -> entry.path("cred").asText())
                        .toList();
        assertTrue(
                refused.stream().allMatch(cred -> cred.matches("[0-9a-f]{16}")), refused::toString);
        assertEquals(200, Api.read(TENANT, id).statusCode(), "it is the tenant's");
        assertEquals(404, Api.read("another", id).statusCode());
    }

    private static boolean isRefusal(com.fasterxml.jackson.databind.JsonNode entry) {
        return entry.path("tenant").asText().equals(TENANT)
                && entry.path("res").asText().equals("forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/records/../subjects/u-1842/records",
                "/v1/records/%2e%2e/subjects/u-1842/records",
                "/v1/records/./../keys",
                "/v1//records/x",
                "/v1/recordsx"
            })
    void no_address_gets_a_machine_where_it_may_not_go(String path) {
        // when
        var answer = with(READS).get(path);

        // then
        assertEquals(4, answer.statusCode() / 100, path);
        if (answer.statusCode() == 403) {
            assertForbidden(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({OVER, "dk_", "dk_unknown", STORES + "x", "DK_4f0cJ2qk7mZt0wXy3bVn8s"})
    void a_key_that_is_over_or_of_nobody_is_no_key(String key) {
        // when
        var answer = store(key);

        // then
        answer.then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    private static void assertForbidden(io.restassured.response.Response answer) {
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }
}
