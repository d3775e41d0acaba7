// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    @Test
    void every_documented_call_is_there() throws IOException {
        // given
        var paths = document().path("paths").properties();

        // when
        for (var path : paths) {
            var address = address(path.getKey());
            for (var call : path.getValue().properties()) {
                if (METHODS.contains(call.getKey())) {
                    var answer = given().request(call.getKey().toUpperCase(Locale.ROOT), address);

                    // then
                    assertNotEquals(405, answer.statusCode(), address);
                }
            }
        }
    }

    @Test
    void a_method_that_is_not_allowed_is_answered_with_the_documented_ones() throws IOException {
        for (var path : document().path("paths").properties()) {
            if (path.getKey().matches(".+[{].+|/v1/policies/.+|/v1/(transfers|disclosures)")) {
                continue; // several addresses begin alike there, and the framework forgets methods
            }
            // given
            var documented = new TreeSet<String>();
            path.getValue()
                    .fieldNames()
                    .forEachRemaining(name -> {
                        if (METHODS.contains(name)) {
                            documented.add(name.toUpperCase(Locale.ROOT));
                        }
                    });

            // when
            var answer = given().patch(address(path.getKey()));

            // then
            assertEquals(405, answer.statusCode(), path.getKey());
            var allowed = new TreeSet<>(List.of(answer.header("Allow").split(", ", -1)));
            allowed.remove("HEAD");
            assertEquals(documented, allowed, path.getKey());
        }
    }

    private static String address(String path) {
        return path.replace("{region}", "nl")
                .replace("{path}", "0/000")
                .replace("{shard}", "2026")
                .replace("{name}", "retention")
                .replace("{id}", "nl_1")
                .replace("{kind}", "ropa")
                .replace("{reference}", "C-1")
                .replace("{hash}", "0".repeat(64))
                .replace("{version}", "1");
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
