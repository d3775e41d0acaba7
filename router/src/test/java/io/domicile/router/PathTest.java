// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PathTest {

    private static final String CANARY = "canary-5ub7ect";

    @Test
    void a_semicolon_in_an_address_never_names_another_subject() {
        // given
        String id = Api.post("paths", Examples.GERMAN_TEXT.replace("u-1842", "a")).path("id");
        String odd = Api.post("paths", Examples.GERMAN_TEXT.replace("u-1842", "a;b")).path("id");

        // when
        var cut = Api.as("paths").delete("/v1/subjects/a;b");
        var escaped = Api.as("paths").delete("/v1/subjects/a%3Bb");

        // then
        cut.then().statusCode(400).body("code", equalTo("bad_request"));
        escaped.then().statusCode(200);
        Api.read("paths", id).then().statusCode(200);
        Api.read("paths", odd).then().statusCode(410);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/records/nl_1;x", "/v1/audit/nl;x/checkpoint", "/v1/subjects/%61;b=c"})
    void no_address_takes_matrix_parameters(String path) {
        // when
        var answer = Api.as("paths").header("Purpose", "support").get(path);

        // then
        answer.then().statusCode(400).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_subject_that_no_address_can_name_is_not_taken(String id) {
        // when
        var record = Api.post("paths", Examples.GERMAN_TEXT.replace("u-1842", id));
        var position =
                Api.as("paths")
                        .header("X-Limit-U", id)
                        .contentType("application/json")
                        .body("{\"_type\":\"location\",\"lat\":52,\"lon\":5,\"tst\":1551874878}")
                        .post("/v1/ingest/owntracks");

        // then
        record.then()
                .statusCode(422)
                .body("code", equalTo("bad_text"))
                .body("pointer", equalTo("/subjects/0/id"));
        position.then().statusCode(422).body("code", equalTo("bad_text"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/records/%s;x",
        "GET, /v1/records/%s",
        "GET, /v1/records/%s/more",
        "PUT, /v1/records/%s",
        "GET, /v1/subjects/%s",
        "POST, /v1/subjects/%s",
        "DELETE, /v1/subjects/%s;x",
        "DELETE, /v1/subjects/%s/more",
        "DELETE, /v1/subjects/%s",
        "GET, /v1/audit/%s/checkpoint",
        "GET, /v1/audit/nl/tile/%s",
        "POST, /v1/ingest/%s",
        "POST, /v1/ingest/owntracks/%s",
        "POST, /%s"
    })
    void what_stands_in_an_address_is_no_metric(String method, String path) {
        // when
        for (var type : new String[] {"text/plain", "application/json"}) {
            Api.as("paths")
                    .contentType(type)
                    .accept(type.equals("text/plain") ? "image/png" : "*/*")
                    .request(method, path.formatted(CANARY));
            given().request(method, path.formatted(CANARY));
        }

        // then
        given().get("/q/metrics").then().statusCode(200).body(not(containsString(CANARY)));
    }
}
