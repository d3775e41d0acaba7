// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Runs `docs/examples/run` as a reader of the documentation does, on the packaged gateway.
class ExamplesIT {

    private static final Path COMMAND = Path.of("..", "docs", "examples", "run");
    private static final Pattern LINE = Pattern.compile("(sent|upstream|answer): +(.*)");

    @Test
    void the_chat_example_shows_tokens_upstream_and_values_to_its_reader() throws Exception {
        // when
        var shown = run("chat");

        // then
        var upstream = shown.path("upstream");
        assertTrue(Token.parse(upstream.at("/location/lat").asText()).isPresent());
        assertTrue(Token.parse(upstream.at("/voice/data").asText()).isPresent());
        assertFalse(upstream.toString().contains("52.37"));
        assertEquals(
                shown.path("sent").path("location"),
                shown.path("answer").at("/messages/0/location"));
    }

    @Test
    void the_search_example_shows_a_coarse_place_upstream_and_no_subject() throws Exception {
        // when
        var shown = run("search");

        // then
        var upstream = shown.path("upstream");
        assertEquals(3000, upstream.at("/position/accuracy").asInt());
        assertFalse(upstream.has("user") || upstream.has("vehicle"));
        assertTrue(shown.path("answer").has("destinations"));
    }

    private static ObjectNode run(String example) throws Exception {
        var builder = new ProcessBuilder("bash", COMMAND.toString(), example);
        builder.environment().put("DOMICILE_BUILT", "yes");
        var process = builder.redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        var shown = Json.MAPPER.createObjectNode();
        text.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .forEach(line -> shown.set(line.group(1), json(line.group(2))));
        return shown;
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
