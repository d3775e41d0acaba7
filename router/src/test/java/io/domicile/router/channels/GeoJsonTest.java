// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class GeoJsonTest {

    private static final String FEATURE =
            """
            {"type":"Feature","id":"f-1","bbox":[4.8,52.3,4.9,52.4],
             "geometry":{"type":"Point","coordinates":[4.8926,52.3731,-2.0]},
             "properties":{"account":"jane","time":"2026-11-20T08:00:00Z","accuracy":5,"label":"Dam 1"}}
            """;

    private final String tenant = "geo-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"application/geo+json", "application/json"})
    void a_point_is_longitude_first_and_in_wgs84(String type) {
        // given
        var stored = post(type, FEATURE);

        // when
        var record = Api.as(tenant).header("Purpose", "navigation").get(stored.header("Location"));

        // then
        stored.then().statusCode(201).header("Location", startsWith("/v1/records/nl_"));
        record.then()
                .statusCode(200)
                .body("record.type", equalTo("loc.point"))
                .body("record.subjects[0].id", equalTo("jane"))
                .body("record.collect", equalTo("NL"))
                .body("record.occurred_at", equalTo("2026-11-20T08:00:00Z"))
                .body("record.location.lat", equalTo(52.3731f))
                .body("record.location.lon", equalTo(4.8926f))
                .body("record.location.crs", equalTo("WGS84"))
                .body("record.location.precision_m", equalTo(5.0f))
                .body("record.location.label", equalTo("Dam 1"));
    }

    @Test
    void each_feature_of_a_collection_has_its_result() {
        // given
        var line = FEATURE.replace("\"Point\"", "\"LineString\"");
        var swapped = FEATURE.replace("4.8926,52.3731", "52.3731,113.9");
        var nobody = FEATURE.replace("\"account\":\"jane\",", "");

        // when
        var answer = post(collection(FEATURE, line, swapped, nobody, "7"));

        // then
        answer.then()
                .statusCode(200)
                .body("index", equalTo(List.of(0, 1, 2, 3, 4)))
                .body("status", equalTo(List.of(201, 422, 422, 422, 422)))
                .body("[1].pointer", equalTo("/features/1/geometry/type"))
                .body("[2].pointer", equalTo("/features/2/geometry/coordinates/1"))
                .body("[3].pointer", equalTo("/features/3/properties/account"))
                .body("[4].pointer", equalTo("/features/4"));
    }

    @Test
    void a_key_makes_each_feature_happen_once() {
        // given
        var key = UUID.randomUUID().toString();
        var body = collection(FEATURE, FEATURE.replace("jane", "john"));
        var first = keyed(key, body);

        // when
        var again = keyed(key, body);
        var changed = keyed(key, collection(FEATURE, FEATURE));

        // then
        assertEquals(List.of(201, 201), first.path("status"));
        assertEquals(first.asString(), again.asString());
        assertEquals(List.of(201, 422), changed.path("status"));
    }

    @Test
    void an_empty_collection_is_nothing_and_a_huge_one_too_much() {
        // when
        var empty = post(collection());
        var huge = post(collection("0,".repeat(1000) + "0"));

        // then
        empty.then().statusCode(200).body("$", hasSize(0));
        huge.then().statusCode(422).body("pointer", equalTo("/features"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Feature\" | \"Point\" | unsupported_payload | /type",
                "\"type\":\"Feature\", | `` | missing_field | /type",
                "\"id\" | \"crs\":{\"type\":\"name\"},\"id\" | unknown_field | /crs",
                "\"Point\" | \"MultiPoint\" | unsupported_payload | /geometry/type",
                "[4.8926,52.3731,-2.0] | [4.8926] | out_of_range | /geometry/coordinates",
                "[4.8926,52.3731,-2.0] | [1,2,3,4] | out_of_range | /geometry/coordinates",
                "[4.8926,52.3731,-2.0] | [[1,2]] | out_of_range | /geometry/coordinates",
                "[4.8926,52.3731,-2.0] | [180.1,2] | out_of_range | /geometry/coordinates/0",
                "[4.8926,52.3731,-2.0] | [2,\"2\"] | wrong_type | /geometry/coordinates/1",
                "[4.8926,52.3731,-2.0] | {} | wrong_type | /geometry/coordinates",
                "\"coordinates\" | \"coords\" | unknown_field | /geometry/coords",
                "\"geometry\" | \"geometry\":null,\"geo\" | unknown_field | /geo",
                "\"account\" | \"speed\":3,\"account\" | unknown_field | /properties/speed",
                "\"jane\" | \"..\" | bad_text | ``",
                "\"jane\" | 7 | wrong_type | /properties/account",
                "2026-11-20T08:00:00Z | 2026-11-20 | bad_time | /properties/time",
                "\"accuracy\":5 | \"accuracy\":-5 | out_of_range | /properties/accuracy"
            })
    void what_is_not_understood_is_refused_by_name(
            String old, String fresh, String code, String pointer) {
        // when
        var answer = post(FEATURE.replace(old, fresh));

        // then
        answer.then().statusCode(422).body("code", equalTo(code));
        if (!pointer.isEmpty()) {
            answer.then().body("pointer", equalTo(pointer));
        }
        assertEquals(-1, answer.asString().indexOf("jane"));
    }

    @Test
    void broken_features_get_problems_and_never_more() {
        // given
        var random = new Random(13);
        for (int i = 0; i < 300; i++) {
            var text = i % 2 == 0 ? FEATURE : collection(FEATURE, FEATURE);
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }

            // when
            var answer =
                    Api.as(tenant)
                            .contentType("application/json")
                            .body(bytes)
                            .post("/v1/ingest/geojson");

            // then
            assertThat(answer.statusCode(), lessThan(500));
        }
    }

    private static String collection(String... features) {
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }

    private Response post(String body) {
        return post("application/json", body);
    }

    private Response post(String type, String body) {
        return Api.sending(Api.as(tenant), type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/ingest/geojson");
    }

    private Response keyed(String key, String body) {
        return Api.as(tenant)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/ingest/geojson");
    }
}
