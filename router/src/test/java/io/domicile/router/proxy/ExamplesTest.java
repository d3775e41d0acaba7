// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Runs the examples of `docs/examples`, each with its own backend in a process of its own.
@QuarkusTest
@TestProfile(ProxyProfile.class)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Inject ProxyServer server;

    private @Nullable Process backend;

    @AfterEach
    void stop() {
        if (backend != null) {
            backend.destroy();
        }
    }

    @Test
    void a_chat_service_keeps_tokens_of_locations_and_voices_that_readers_get_back()
            throws IOException {
        // given
        var lines = start("chat");
        var request = request("chat");

        // when
        var answer = post("chat", request);

        // then
        answer.then().statusCode(200);
        var kept = got(lines);
        assertTrue(Token.parse(kept.at("/location/lat").asText()).isPresent(), kept.toString());
        assertTrue(Token.parse(kept.at("/voice/data").asText()).isPresent(), kept.toString());
        assertFalse(kept.toString().contains("Dam 1"));
        assertFalse(kept.path("sender").has("age"));
        var shown = json(answer).at("/messages/0");
        assertEquals(request.path("location"), shown.path("location"));
        assertEquals(request.path("voice"), shown.path("voice"));
    }

    @Test
    void an_ai_search_gets_a_coarse_place_and_no_subject() throws IOException {
        // given
        var lines = start("search");
        var request = request("search");

        // when
        var answer = post("search", request);

        // then
        answer.then().statusCode(200);
        assertEquals("Fast charger", json(answer).at("/destinations/0/name").asText());
        var asked = got(lines);
        assertEquals("charger with coffee", asked.path("query").asText());
        assertFalse(asked.has("user") || asked.has("vehicle") || asked.has("history"));
        double moved =
                asked.at("/position/lat").asDouble() - request.at("/position/lat").asDouble();
        assertTrue(Math.abs(moved) < 0.03 && moved != 0, asked.toString());
        assertEquals(3000, asked.at("/position/accuracy").asInt());
    }

    private BufferedReader start(String example) throws IOException {
        var folder = EXAMPLES.resolve(example);
        var started =
                new ProcessBuilder(JAVA.toString(), folder.resolve("Backend.java").toString(), "0")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        backend = started;
        var lines = started.inputReader(StandardCharsets.UTF_8);
        var port = String.valueOf(lines.readLine()).replace("listening on ", "");
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                Files.readString(folder.resolve("proxy.yaml")).replace("18090", port));
        server.lookAgain();
        return lines;
    }

    private static JsonNode request(String example) throws IOException {
        return Json.MAPPER.readTree(EXAMPLES.resolve(example).resolve("request.json").toFile());
    }

    private Response post(String example, JsonNode request) throws IOException {
        return Api.as("acme")
                .port(server.port().orElseThrow())
                .contentType("application/json")
                .body(request.toString())
                .post(Files.readString(EXAMPLES.resolve(example).resolve("path")).strip());
    }

    private static JsonNode got(BufferedReader lines) throws IOException {
        return Json.MAPPER.readTree(String.valueOf(lines.readLine()).substring("got ".length()));
    }

    private static JsonNode json(Response answer) throws IOException {
        return Json.MAPPER.readTree(answer.asString());
    }
}
