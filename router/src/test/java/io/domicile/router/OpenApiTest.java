// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {

    @Test
    void every_documented_call_is_there() throws IOException {
        // given
        var paths = document().path("paths").properties();

        // when
        for (var path : paths) {
            var address =
                    path.getKey()
                            .replace("{region}", "nl")
                            .replace("{path}", "0/000")
                            .replace("{id}", "nl_1");
            for (var call : path.getValue().properties()) {
                if (Set.of("get", "post", "delete").contains(call.getKey())) {
                    var answer = given().request(call.getKey().toUpperCase(Locale.ROOT), address);

                    // then
                    assertNotEquals(405, answer.statusCode(), address);
                }
            }
        }
    }

    @Test
    void every_record_type_is_documented() throws IOException {
        // given
        var types = document().at("/components/schemas/Record/properties/type/enum");

        // when
        var documented = new TreeSet<String>();
        types.forEach(type -> documented.add(type.asText()));

        // then
        assertEquals(21, documented.size());
        for (var type : documented) {
            var record = Examples.GERMAN_TEXT.replace("msg.text", type);
            assertNotEquals(
                    "/type", Api.post("acme", record).path("pointer"), "is a known type: " + type);
        }
    }

    @Test
    void the_documented_example_of_a_record_is_stored() throws IOException {
        // given
        var example =
                document()
                        .at(
                                "/paths/~1v1~1records/post/requestBody/content/application~1json/examples")
                        .path("position")
                        .path("value");

        // when
        var answer = Api.post("acme", example.toString());

        // then
        answer.then().statusCode(201);
    }

    private static JsonNode document() throws IOException {
        return Json.MAPPER.readTree(given().get("/q/openapi?format=json").asString());
    }
}
