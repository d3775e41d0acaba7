// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditLogHttpTest {

    @BeforeEach
    void something_is_in_the_log() {
        String entry = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        AuditLogs.entry("nl", entry);
    }

    @Test
    void the_checkpoint_is_text_and_not_cached() {
        // when
        var answer = given().get("/v1/audit/nl/checkpoint");

        // then
        answer.then()
                .statusCode(200)
                .contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .body(matchesRegex("(?s).+/nl/\\d{4}\\n[1-9]\\d*\\n.+\\n\\n\u2014 .+\\n"));
    }

    @Test
    void tiles_and_bundles_are_bytes_that_never_change() {
        // given
        long size =
                Long.parseLong(
                        given().get("/v1/audit/nl/checkpoint").asString().split("\n", -1)[1]);
        var tile = size < 256 ? "000.p/" + size : "000";

        // when
        var hashes = given().get("/v1/audit/nl/tile/0/" + tile);
        var entries = given().get("/v1/audit/nl/tile/entries/" + tile);

        // then
        for (var answer : List.of(hashes, entries)) {
            answer.then()
                    .statusCode(200)
                    .contentType("application/octet-stream")
                    .header("Cache-Control", containsString("immutable"));
        }
        assertEquals(32 * Math.min(size, 256), hashes.asByteArray().length);
    }

    @Test
    void the_key_of_the_log_is_beside_it() {
        // when
        var answer = given().get("/v1/audit/cn/log.pub");

        // then
        answer.then().statusCode(200).body(matchesRegex("(?s)[^ +]+/cn/\\d{4}\\+[0-9a-f]{8}\\+.+"));
    }

    @Test
    void a_head_request_tells_whether_a_file_is_there() {
        // when
        var there = given().head("/v1/audit/nl/log.pub");
        var absent = given().head("/v1/audit/nl/tile/0/999");

        // then
        there.then().statusCode(200).contentType("text/plain; charset=utf-8");
        assertEquals("", there.asString());
        absent.then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/audit/nl/tile/0/000.p/256",
                "/v1/audit/nl/tile/0/999",
                "/v1/audit/nl/tile/64/000",
                "/v1/audit/nl/tile/00/000",
                "/v1/audit/nl/tile/0/../../../keys.p12",
                "/v1/audit/nl/tile/..%2f..%2f..%2fkeys.p12",
                "/v1/audit/nl/%2e%2e/keys.p12",
                "/v1/audit/nl/keys.p12",
                "/v1/audit/nl/",
                "/v1/audit/xx/checkpoint",
                "/v1/audit/../checkpoint",
                "/v1/audit/NL/checkpoint"
            })
    void what_is_no_file_of_a_log_is_404(String path) {
        // when
        var answer = given().urlEncodingEnabled(false).get(path);

        // then
        answer.then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"));
    }
}
