// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(LimitsTest.Narrow.class)
class LimitsTest {

    private static final int ROOM = 4;
    private static final int BURST = 5;

    /// A gateway for four requests at a time, and two a minute of a credential after the first
    /// five.
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.limits.in-flight",
                    String.valueOf(ROOM),
                    "domicile.limits.bodies",
                    "3M",
                    "domicile.limits.rate",
                    "1",
                    "domicile.limits.burst",
                    String.valueOf(BURST),
                    "domicile.intake.body-timeout",
                    "10M");
        }
    }

    @Test
    void whoever_finds_no_room_is_told_to_come_again_and_probes_are_answered() throws Exception {
        // given
        var tenant = "room-" + UUID.randomUUID();
        var waiting = new ArrayList<Wire>();
        for (int i = 0; i < ROOM; i++) {
            waiting.add(new Wire().send(head(tenant + i, 1)));
        }
        awaitInFlight(ROOM);

        // when
        var answer = Api.post(tenant, Examples.GERMAN_TEXT);
        var health = given().get("/q/health/live");
        for (var wire : waiting) {
            wire.close();
        }
        awaitInFlight(0);
        var again = Api.post(tenant, Examples.GERMAN_TEXT);

        // then
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("overloaded"));
        assertEquals(200, health.statusCode());
        assertEquals(201, again.statusCode());
    }

    @Test
    void bodies_have_so_many_bytes_together() throws Exception {
        // given
        var tenant = "bytes-" + UUID.randomUUID();
        try (var first = new Wire();
                var second = new Wire();
                var third = new Wire()) {
            first.send(head(tenant + 1, 1_000_000));
            second.send(head(tenant + 2, 1_000_000));
            awaitInFlight(2);

            // when
            var large =
                    Api.as(tenant)
                            .contentType("application/json")
                            .body("x".repeat(1_200_000))
                            .post("/v1/records");
            var small = Api.post(tenant, Examples.GERMAN_TEXT);
            third.send(
                    head(tenant + 3, 1_000_000_000)
                            .replace("application/json", "application/x-ndjson"));
            awaitInFlight(3);

            // then
            large.then().statusCode(503).body("code", equalTo("overloaded"));
            small.then().statusCode(201);
        }
        awaitInFlight(0);
    }

    @Test
    void a_credential_that_asks_too_often_is_limited_alone_and_leaves_one_entry() {
        // given
        var tenant = "rate-" + UUID.randomUUID();

        // when
        int limited = 0;
        for (int i = 0; i < 8 * BURST; i++) {
            var answer = Api.as(tenant).get("/v1/records/nl_1");
            if (answer.statusCode() == 429) {
                limited++;
                answer.then()
                        .contentType("application/problem+json")
                        .header("Retry-After", equalTo("1"))
                        .body("code", equalTo("rate_limited"));
            }
        }
        var other = Api.as("other", "service", tenant, "in-region").get("/v1/records/nl_1");

        // then
        assertTrue(limited >= BURST, "limited: " + limited);
        assertNotEquals(429, other.statusCode(), "another credential of the tenant");
        var entries =
                AuditLogs.entriesOnce("nl", entry -> isLimited(entry, tenant)).stream()
                        .filter(entry -> isLimited(entry, tenant))
                        .toList();
        assertTrue(!entries.isEmpty() && entries.size() <= 2, "entries: " + entries.size());
        given().get("/q/metrics")
                .then()
                .body(containsString("domicile_requests_rate_limited_total"));
    }

    private static boolean isLimited(com.fasterxml.jackson.databind.JsonNode entry, String tenant) {
        return entry.path("tenant").asText().equals(tenant)
                && entry.path("res").asText().equals("rate_limited");
    }

    private static String head(String tenant, int length) {
        return "POST /v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + Wire.token(tenant)
                + "Content-Length: "
                + length
                + "\r\n\r\n";
    }

    private static void awaitInFlight(int wanted) {
        var line = "domicile_requests_in_flight " + wanted + ".0";
        var deadline = java.time.Instant.now().plusSeconds(30);
        while (!given().get("/q/metrics").asString().contains(line)) {
            assertTrue(java.time.Instant.now().isBefore(deadline), line);
        }
    }
}
