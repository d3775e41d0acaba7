// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.NoDecisionTest;
import io.domicile.router.OddOpaServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(NoDecisionTest.DecidedByNonsense.class)
class OddObligationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"ask_new", "ask_certified", "ask_mask", "ask_sm", "hold_new", "hold_sm"})
    void what_this_gateway_cannot_carry_out_stops_the_record(String purpose) {
        // when
        var answer = post(Examples.GERMAN_POINT, purpose);

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("code", equalTo("obligation_unsupported"))
                .body("obligations", contains(OddOpaServer.ASKED.get(purpose)))
                .body("need", equalTo(OddOpaServer.ASKED.get(purpose)))
                .body("citations", contains("GDPR 5"));
        var entry = AuditLogs.entry("nl", answer.path("audit.entry"));
        assertEquals("deny", entry.path("act").asText());
        assertEquals("obligation_unsupported", entry.path("res").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ask_aes", "ask_tokens", "hold_consent"})
    void what_it_can_carry_out_does_not(String purpose) {
        // when
        var answer = post(Examples.GERMAN_POINT, purpose);

        // then
        answer.then().statusCode(purpose.startsWith("hold") ? 202 : 201);
    }

    @Test
    void a_position_that_must_be_of_the_chinese_system_is_refused_in_another() {
        // given
        var point = Examples.GERMAN_POINT;

        // when
        var wrong = post(point, "ask_gcj02");
        var right = post(point.replace("WGS84", "GCJ02"), "ask_gcj02");
        var none = post(Examples.GERMAN_TEXT, "ask_gcj02");

        // then
        wrong.then().statusCode(451).body("code", equalTo("obligation_unmet"));
        right.then().statusCode(201);
        none.then().statusCode(451).body("need", equalTo("CRS.GCJ02"));
    }

    @Test
    void a_position_that_must_be_coarse_is_sealed_on_the_grid() {
        // when
        String id = post(Examples.GERMAN_POINT, "ask_coarse").path("id");

        // then
        var cell = CoarseGrid.of(52.3731, 4.8926);
        var read = Api.read("acme", id);
        read.then()
                .statusCode(200)
                .body("record.location.lat", equalTo((float) cell.lat()))
                .body("record.location.lon", equalTo((float) cell.lon()))
                .body("record.location.precision_m", equalTo(3000.0f))
                .body("record.location.crs", equalTo("WGS84"));
        assertFalse(read.asString().contains("Dam 1"));
        assertFalse(read.asString().contains("52.3731"));
    }

    @Test
    void a_record_without_a_position_has_nothing_to_make_coarse() {
        // when
        var answer = post(Examples.GERMAN_TEXT, "ask_coarse");

        // then
        answer.then().statusCode(201);
    }

    @Test
    void what_is_in_transit_goes_after_three_days() {
        // given
        var latest = Duration.ofHours(72);

        // when
        var answer = post(Examples.GERMAN_TEXT, "ask_transit");

        // then
        Instant expiry = Instant.parse(answer.path("copies[0].expires_at"));
        assertFalse(expiry.isAfter(Instant.now().plus(latest)));
    }

    private static Response post(String record, String purpose) {
        return Api.post("acme", record.replaceAll("navigation|deliver_message", purpose));
    }
}
