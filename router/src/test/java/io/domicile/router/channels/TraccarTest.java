// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TraccarTest {

    /// As a server forwards it, with everything that it adds.
    private static final String POSITION =
            """
            {"position":{"id":42,"attributes":{"batteryLevel":80,"motion":true,"ip":"192.0.2.1"},
              "deviceId":7,"type":null,"protocol":"osmand","serverTime":"2026-11-20T08:00:03.120+00:00",
              "deviceTime":"2026-11-20T08:00:01.000+00:00","fixTime":"2026-11-20T08:00:00.000+00:00",
              "outdated":false,"valid":true,"latitude":52.3731,"longitude":4.8926,"altitude":-2.0,
              "speed":12.4,"course":90.0,"address":"Dam 1, Amsterdam","accuracy":12.5,
              "network":{"radioType":"gsm"},"geofenceIds":[3]},
             "device":{"id":7,"attributes":{},"groupId":0,"name":"Jane's car","uniqueId":"860000000000001",
              "status":"online","lastUpdate":"2026-11-20T08:00:03.120+00:00","positionId":41,
              "phone":null,"model":null,"contact":null,"category":"car","disabled":false}}
            """;

    private final String tenant = "traccar-" + UUID.randomUUID();

    @Test
    void a_forwarded_position_is_kept_without_what_nobody_asked_for() {
        // given
        var stored = post(POSITION);

        // when
        var record = Api.as(tenant).header("Purpose", "navigation").get(stored.header("Location"));

        // then
        stored.then().statusCode(201).header("Location", startsWith("/v1/records/nl_"));
        record.then()
                .statusCode(200)
                .body("record.type", equalTo("loc.point"))
                .body("record.subjects[0].id", equalTo("860000000000001"))
                .body("record.subjects[0].home", equalTo("NL"))
                .body("record.collect", equalTo("NL"))
                .body("record.via", equalTo("in_car"))
                .body("record.occurred_at", equalTo("2026-11-20T08:00:00Z"))
                .body("record.location.lat", equalTo(52.3731f))
                .body("record.location.lon", equalTo(4.8926f))
                .body("record.location.precision_m", equalTo(12.5f))
                .body("record.location.crs", equalTo("WGS84"))
                .body("record.location.label", nullValue());
        for (var dropped : new String[] {"Jane's", "192.0.2.1", "Amsterdam"}) {
            assertEquals(-1, record.asString().indexOf(dropped));
        }
    }

    @Test
    void the_driver_goes_before_the_device_and_no_accuracy_is_not_a_perfect_one() {
        // given
        var driven =
                POSITION.replace("\"motion\":true", "\"driverUniqueId\":\"driver-9\"")
                        .replace("12.5", "0.0");

        // when
        var record =
                Api.as(tenant).header("Purpose", "navigation").get(post(driven).header("Location"));

        // then
        record.then()
                .body("record.subjects[0].id", equalTo("driver-9"))
                .body("record.location.precision_m", equalTo(10.0f));
    }

    @ParameterizedTest
    @CsvSource({"'\"valid\":true', '\"valid\":false'", "'\"outdated\":false', '\"outdated\":true'"})
    void a_position_that_the_device_did_not_have_is_ignored(String old, String fresh) {
        // when
        var answer = post(POSITION.replace(old, fresh));

        // then
        answer.then().statusCode(204);
        String marker = Api.post(tenant, Examples.GERMAN_TEXT).path("audit.entry");
        assertEquals(
                1,
                AuditLogs.entriesOnce("nl", AuditLogs.isEntry(marker)).stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .filter(entry -> entry.path("type").asText().equals("ignored"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"latitude\":52.3731 | \"latitude\":92.3 | out_of_range | /position/latitude",
                "\"longitude\":4.8926 | \"longitude\":\"4.8926\" | wrong_type | /position/longitude",
                "\"latitude\":52.3731, | `` | missing_field | /position/latitude",
                "\"valid\":true, | `` | missing_field | /position/valid",
                "\"fixTime\" | \"fix\" | missing_field | /position/fixTime",
                "2026-11-20T08:00:00.000+00:00 | 1700000000 | bad_time | /position/fixTime",
                "\"uniqueId\":\"860000000000001\", | `` | missing_field | /device/uniqueId",
                "\"device\": | \"devices\": | missing_field | /device",
                "{\"position\": | {\"event\": | missing_field | /position",
                "\"accuracy\":12.5 | \"accuracy\":-1 | out_of_range | /position/accuracy"
            })
    void what_is_not_understood_is_refused_by_name(
            String old, String fresh, String code, String pointer) {
        // when
        var answer = post(POSITION.replace(old, fresh));

        // then
        answer.then().statusCode(422).body("code", equalTo(code)).body("pointer", equalTo(pointer));
        assertEquals(-1, answer.asString().indexOf("8600"));
    }

    private Response post(String payload) {
        return Api.as(tenant)
                .contentType("application/json")
                .body(payload)
                .post("/v1/ingest/traccar");
    }
}
