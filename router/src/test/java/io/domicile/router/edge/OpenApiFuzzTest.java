// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.domicile.router.Api;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Calls every operation of the API description with what its schemas say, and with what they do
/// not.
@QuarkusTest
class OpenApiFuzzTest {

    private static final int ROUNDS = 25;
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    /// Those change the regions' keys and logs under other tests, or read the whole home folder.
    private static final Set<String> LEFT_OUT =
            Set.of("freezeLog", "rotateLogKeys", "rotateKeys", "placeLogHold", "beginProof");

    private static final RestAssuredConfig AS_IS =
            RestAssuredConfig.config()
                    .encoderConfig(
                            EncoderConfig.encoderConfig()
                                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private final RandomGenerator random =
            RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(20261121);

    @Test
    void no_call_that_the_description_leads_to_breaks_the_gateway() throws IOException {
        // given
        var api = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
        var generator = new Generator(api, random);
        int calls = 0;

        // when
        for (var path : api.path("paths").properties()) {
            for (var call : path.getValue().properties()) {
                var operation = call.getValue();
                if (!METHODS.contains(call.getKey())
                        || LEFT_OUT.contains(operation.path("operationId").asText())) {
                    continue;
                }
                for (int round = 0; round < ROUNDS; round++) {
                    var answer =
                            call(
                                    generator,
                                    path.getKey(),
                                    path.getValue(),
                                    call.getKey(),
                                    operation);

                    // then
                    assertAnswered(operation.path("operationId").asText() + " " + round, answer);
                    calls++;
                }
            }
        }
        assertTrue(calls >= 1_000, "calls: " + calls);
        given().get("/q/health/ready").then().statusCode(200);
    }

    private Response call(
            Generator generator, String path, JsonNode item, String method, JsonNode operation) {
        var role = Roles.OF_TOKENS.get(random.nextInt(Roles.OF_TOKENS.size()));
        var request = Api.as(role, "fuzz", "in-region").config(AS_IS);
        var address = new StringBuilder(path);
        var query = new StringBuilder();
        for (var list : List.of(item.path("parameters"), operation.path("parameters"))) {
            for (var reference : list) {
                parameter(generator, generator.resolved(reference), request, address, query);
            }
        }
        var body = operation.path("requestBody").path("content").properties();
        if (!body.isEmpty()) {
            var content = body.iterator().next();
            request.header("Content-Type", content.getKey())
                    .body(body(generator, content.getKey(), content.getValue().path("schema")));
        }
        return request.request(
                method.toUpperCase(Locale.ROOT), address + (query.isEmpty() ? "" : "?" + query));
    }

    private void parameter(
            Generator generator,
            JsonNode parameter,
            RequestSpecification request,
            StringBuilder address,
            StringBuilder query) {
        var name = parameter.path("name").asText();
        var value = generator.value(parameter.path("schema"), 0);
        var text = value.isTextual() ? value.asText() : value.toString();
        switch (parameter.path("in").asText()) {
            case "path" -> {
                int at = address.indexOf("{" + name + "}");
                address.replace(at, at + name.length() + 2, encoded(text));
            }
            case "query" -> {
                if (random.nextInt(3) > 0) {
                    query.append(name).append('=').append(encoded(text)).append('&');
                }
            }
            default -> {
                if (text.chars().allMatch(c -> c > ' ' && c < 0x7f) && text.length() < 1000) {
                    request.header(name, text);
                }
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] body(Generator generator, String type, JsonNode schema) {
        var whole =
                type.equals("application/json")
                        ? generator.value(schema, 0).toString()
                        : generator.naughty();
        var bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static void assertAnswered(String call, Response answer) {
        assertTrue(
                answer.statusCode() < 500,
                () -> call + ": " + answer.statusCode() + answer.asString());
        if (answer.statusCode() >= 400) {
            assertEquals(
                    "application/problem+json", answer.contentType(), call + answer.statusCode());
            assertTrue(!answer.asString().contains("drop table"), call);
        }
    }
}
