// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OwnTracksTest {

    /// As the apps send it, with everything that they add.
    private static final String LOCATION =
            """
            {"_type":"location","acc":15,"alt":440,"batt":46,"conn":"w","lat":46.0681247,
             "lon":11.1512805,"t":"u","tid":"5t","tst":1551874878,"vac":2,"vel":0,
             "topic":"owntracks/jane/phone","inregions":["Home"],"SSID":"my wifi"}
            """;

    @Test
    void a_location_goes_through_unchanged() {
        // when
        var answer = post(LOCATION);

        // then
        answer.then()
                .statusCode(200)
                .contentType("application/json")
                .body(equalTo("[]"))
                .header("Domicile-Outcome", "stored")
                .header("Location", startsWith("/v1/records/nl_"));
    }

    @Test
    void a_location_is_kept_as_a_point_without_what_nobody_asked_for() {
        // given
        var location = post(LOCATION).header("Location");

        // when
        var record = Api.as("ot").header("Purpose", "navigation").get(location);

        // then
        record.then()
                .statusCode(200)
                .body("record.type", equalTo("loc.point"))
                .body("record.subjects[0].id", equalTo("jane"))
                .body("record.subjects[0].home", equalTo("NL"))
                .body("record.collect", equalTo("IT"))
                .body("record.occurred_at", equalTo("2019-03-06T12:21:18Z"))
                .body("record.location.precision_m", equalTo(15.0f))
                .body("record.location.crs", equalTo("WGS84"));
        assertEquals(-1, record.asString().indexOf("wifi"));
    }

    @Test
    void the_account_is_the_one_that_the_app_names_in_its_header() {
        // given
        var location =
                Api.as("ot")
                        .contentType("application/json")
                        .header("X-Limit-U", "sophie")
                        .header("X-Limit-D", "phone")
                        .body(LOCATION)
                        .post("/v1/ingest/owntracks")
                        .header("Location");

        // when
        var record = Api.as("ot").header("Purpose", "navigation").get(location);

        // then
        record.then().body("record.subjects[0].id", equalTo("sophie"));
    }

    @Test
    void a_form_of_the_recorders_curl_example_goes_through() {
        // when
        var answer =
                Api.as("ot")
                        .config(formsAsText())
                        .contentType("application/x-www-form-urlencoded")
                        .body(LOCATION)
                        .post("/v1/ingest/owntracks?u=jane&d=phone");

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", "stored");
    }

    @Test
    void crossing_a_region_is_a_point_and_a_waypoint_a_destination() {
        // given
        var transition =
                """
                {"_type":"transition","wtst":1551870000,"lat":52.37,"lon":4.89,"tst":1551874878,
                 "acc":20,"tid":"5t","event":"enter","desc":"Home","t":"c"}
                """;
        var waypoint =
                """
                {"_type":"waypoint","desc":"Office","lat":52.09,"lon":5.12,"rad":100,"tst":1551874878,
                 "tid":"5t"}
                """;

        // when
        var crossing = post(transition).header("Location");
        var destination = post(waypoint).header("Location");

        // then
        Api.as("ot")
                .header("Purpose", "navigation")
                .get(crossing)
                .then()
                .body("record.type", equalTo("loc.point"));
        Api.as("ot")
                .header("Purpose", "navigation")
                .get(destination)
                .then()
                .body("record.type", equalTo("loc.dest"))
                .body("record.location.label", equalTo("Office"));
    }

    @Test
    void an_exported_list_of_waypoints_is_stored_one_by_one() {
        // given
        var list =
                """
                {"_type":"waypoints","_creator":"app","tid":"5t","waypoints":[
                 {"_type":"waypoint","desc":"A","lat":52.1,"lon":5.1,"rad":100,"tst":1551874878},
                 {"_type":"waypoint","desc":"B","lat":52.2,"lon":5.2,"rad":100,"tst":1551874879},
                 {"_type":"waypoint","desc":"beacon","uuid":"x","tst":1551874880}]}
                """;

        // when
        var answer = post(list);

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", "stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_type\":\"lwt\",\"tst\":1551874878}",
                "{\"_type\":\"status\",\"iOS\":{}}",
                "{\"_type\":\"steps\",\"tst\":1,\"steps\":100}",
                "{\"_type\":\"cmd\",\"action\":\"reportLocation\"}",
                "{\"_type\":\"card\",\"name\":\"Jane\",\"face\":\"aGk=\"}",
                "{\"_type\":\"transition\",\"event\":\"enter\",\"tst\":1551874878,\"acc\":1,\"tid\":\"5t\"}",
                ""
            })
    void what_holds_no_record_is_ignored(String payload) {
        // when
        var answer = post(payload);

        // then
        answer.then()
                .statusCode(200)
                .body(equalTo("[]"))
                .header("Domicile-Outcome", equalTo("ignored"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_type\":\"encrypted\",\"data\":\"abc\"}",
                "{\"_type\":\"invented\"}",
                "{\"lat\":1,\"lon\":2}",
                "{\"_type\":\"location\",\"lat\":91,\"lon\":2,\"tst\":1,\"tid\":\"aa\"}",
                "{\"_type\":\"location\",\"lat\":\"52\",\"lon\":2,\"tst\":1,\"tid\":\"aa\"}",
                "{\"_type\":\"location\",\"lat\":52,\"tst\":1,\"tid\":\"aa\"}",
                "{\"_type\":\"location\",\"lat\":52,\"lon\":5,\"tst\":1}"
            })
    void what_cannot_be_placed_is_refused(String payload) {
        // when
        var answer = post(payload);

        // then
        answer.then().statusCode(422).contentType("application/problem+json");
    }

    @Test
    void without_a_token_nothing_is_taken() {
        // when
        var answer =
                given().contentType("application/json").body(LOCATION).post("/v1/ingest/owntracks");

        // then
        answer.then().statusCode(401);
    }

    private static RestAssuredConfig formsAsText() {
        return RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig()
                                .defaultContentCharset("UTF-8")
                                .encodeContentTypeAs(
                                        "application/x-www-form-urlencoded", ContentType.TEXT));
    }

    private static Response post(String payload) {
        return Api.as("ot")
                .contentType("application/json")
                .body(payload)
                .post("/v1/ingest/owntracks");
    }
}
