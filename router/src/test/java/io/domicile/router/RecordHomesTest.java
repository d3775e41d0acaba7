// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class RecordHomesTest {

    static Stream<Arguments> homes() {
        return Stream.of(
                argumentSet(
                        "a mainland car's point stays in China",
                        Examples.MAINLAND_POINT,
                        "cn",
                        "SM4-GCM"),
                argumentSet(
                        "a German's message goes to the Netherlands",
                        Examples.GERMAN_TEXT,
                        "nl",
                        "AES-256-GCM"),
                argumentSet(
                        "a Singaporean's message goes to Singapore",
                        Examples.SINGAPORE_TEXT,
                        "sg",
                        "AES-256-GCM"),
                argumentSet(
                        "a German's point collected in the mainland stays in China",
                        Examples.GERMAN_POINT_IN_THE_MAINLAND,
                        "cn",
                        "SM4-GCM"));
    }

    @ParameterizedTest
    @MethodSource("homes")
    void a_record_goes_home(String record, String region, String suite) {
        // when
        var answer = Api.post("acme", record);

        // then
        answer.then()
                .statusCode(201)
                .contentType("application/json")
                .header("Location", startsWith("/v1/records/" + region + "_"))
                .header(
                        "Server-Timing",
                        matchesRegex("classify;dur=.*, policy;dur=.*, store;dur=.*"))
                .body("id", matchesRegex(region + "_[0-9a-hjkmnp-tv-z]{26}"))
                .body("outcome", equalTo("stored"))
                .body("copies[0].region", equalTo(region))
                .body("copies[0].suite", equalTo(suite))
                .body("copies[0].id", equalTo(answer.path("id")))
                .body("rules", not(empty()))
                .body("citations", not(empty()))
                .body("policy.digest", startsWith("sha256:"))
                .body("audit.log", matchesRegex(".+/" + region + "/\\d{4}"))
                .body("audit.entry", matchesRegex("[0-9a-f-]{36}"));
    }

    @Test
    void a_child_without_guardian_is_refused_with_the_articles() {
        // given
        var child = Examples.GERMAN_TEXT.replace("34", "12");

        // when
        var answer = Api.post("acme", child);

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("code", equalTo("refused"))
                .body("rules", hasItem("R20.EU"))
                .body("citations", hasItem(startsWith("GDPR 8")))
                .body("need", equalTo("CONSENT.GUARD"))
                .body("audit.entry", matchesRegex("[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @MethodSource("missingFacts")
    void a_record_without_a_legal_fact_is_held(String record) {
        // when
        var answer = Api.post("acme", record);

        // then
        answer.then().statusCode(202).body("outcome", equalTo("quarantined"));
        Api.read("acme", answer.path("id")).then().statusCode(451).body("code", equalTo("held"));
    }

    static Stream<Arguments> missingFacts() {
        return Stream.of(
                argumentSet("home", Examples.GERMAN_TEXT.replace("\"home\":\"DE\",", "")),
                argumentSet("age", Examples.GERMAN_TEXT.replace(",\"age\":34", "")),
                argumentSet("collect", Examples.GERMAN_TEXT.replace("\"collect\":\"DE\",", "")),
                argumentSet("crs", Examples.GERMAN_POINT.replace(",\"crs\":\"WGS84\"", "")),
                argumentSet("precision", Examples.GERMAN_POINT.replace(",\"precision_m\":5", "")));
    }

    @Test
    void a_record_that_nobody_may_place_is_held_for_counsel() {
        // given
        var russian = Examples.GERMAN_TEXT.replace("\"DE\"", "\"RU\"");

        // when
        var answer = Api.post("acme", russian);

        // then
        answer.then().statusCode(202).body("outcome", equalTo("referred"));
    }
}
