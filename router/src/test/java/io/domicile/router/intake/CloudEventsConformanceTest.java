// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static java.util.stream.Collectors.toMap;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The cases of the CloudEvents project's own suite, read where they are: in a checkout of the
/// branch `format-tests` of `cloudevents/conformance`, which `DOMICILE_CLOUDEVENTS_SUITE` names.
/// Their events bring no records, so a record takes the place of the data that is not tested.
@QuarkusTest
class CloudEventsConformanceTest {

    private static final String EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    /// A request of the feature and the table of its media types.
    private static final Pattern SCENARIO =
            Pattern.compile(
                    "POST /someresource HTTP/1\\.1\\s+(?<headers>(?:[\\w-]+: [^\\n]*\\n\\s*)+)(?<body>\\{.*?)\"\"\""
                            + ".*?Examples:(?<examples>(?:\\s*\\|[^\\n|]*\\|)+)",
                    Pattern.DOTALL);

    @Test
    void valid_events_are_stored_and_those_with_text_refused_as_such() throws IOException {
        for (var test : tests("valid-events.json")) {
            // given
            var event = withRecord(test.path("event"));

            // when
            var answer = post(EVENT, event);

            // then
            assertEquals(
                    expected(event, ""), summary(answer.statusCode(), read(answer)), name(test));
        }
    }

    @Test
    void valid_batches_are_taken_event_by_event() throws IOException {
        for (var test : tests("valid-batches.json")) {
            // given
            var batch = withRecords(test.path("batch"));

            // when
            var answer = post(BATCH, batch);

            // then
            answer.then().statusCode(200);
            var results = read(answer);
            assertEquals(batch.size(), results.size(), name(test));
            for (int i = 0; i < batch.size(); i++) {
                var result = results.get(i);
                assertEquals(
                        expected(batch.get(i), "/" + i),
                        summary(result.path("status").asInt(), result),
                        name(test));
            }
        }
    }

    @Test
    void invalid_events_are_refused_for_an_attribute() throws IOException {
        for (var test : tests("invalid-events.json")) {
            // when
            var answer = post(EVENT, withRecord(test.path("event")));

            // then
            assertEquals(422, answer.statusCode(), name(test));
            assertFalse(answer.path("pointer").equals("/data"), name(test));
            assertFalse(answer.<String>path("pointer").startsWith("/data/"), name(test));
        }
    }

    @Test
    void each_invalid_event_of_a_batch_is_refused() throws IOException {
        for (var test : tests("invalid-batches.json")) {
            // when
            var answer = post(BATCH, withRecords(test.path("batch")));

            // then
            answer.then().statusCode(200);
            var statuses = read(answer).valueStream().map(result -> result.path("status").asInt());
            assertEquals(1, statuses.filter(status -> status == 422).count(), name(test));
        }
    }

    @Test
    void requests_of_the_http_binding_are_stored() throws IOException {
        // given
        var feature = Files.readString(suite().resolve("features/http-protocol-binding.feature"));
        int sent = 0;
        for (var scenario : SCENARIO.matcher(feature).results().toList()) {
            for (var type : examples(scenario)) {
                // when
                var answer = post(type, headers(scenario), body(scenario, type));

                // then
                answer.then().statusCode(201).body("outcome", equalTo("stored"));
                sent++;
            }
        }
        assertTrue(sent >= 4, () -> "the feature is not understood");
    }

    private static Path suite() {
        var folder = System.getenv("DOMICILE_CLOUDEVENTS_SUITE");
        assumeTrue(
                folder != null,
                "left out: the suite of cloudevents/conformance; name a checkout of its branch"
                        + " format-tests with DOMICILE_CLOUDEVENTS_SUITE");
        return Path.of(folder);
    }

    private static List<JsonNode> tests(String file) throws IOException {
        var suite = Json.MAPPER.readTree(suite().resolve("format/json").resolve(file).toFile());
        var tests = suite.path("tests").valueStream().toList();
        assertFalse(tests.isEmpty());
        return tests;
    }

    private static String name(JsonNode test) {
        return test.path("id").asText();
    }

    private static JsonNode withRecords(JsonNode batch) {
        var events = Json.MAPPER.createArrayNode();
        batch.forEach(event -> events.add(withRecord(event)));
        return events;
    }

    private static JsonNode withRecord(JsonNode event) {
        if (!(event instanceof ObjectNode object) || object.has("data")) {
            return event;
        }
        return object.deepCopy().set("data", record());
    }

    private static JsonNode record() {
        try {
            return Json.MAPPER.readTree(Examples.GERMAN_TEXT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A valid event is stored, unless it says that its data is no JSON.
    private static String expected(JsonNode event, String pointer) {
        return event.path("datacontenttype").isTextual()
                ? "422 unsupported_payload " + pointer + "/datacontenttype"
                : "201 stored ";
    }

    private static String summary(int status, JsonNode result) {
        return "%d %s %s"
                .formatted(
                        status,
                        result.path("outcome").asText(result.path("code").asText()),
                        result.path("pointer").asText());
    }

    private static List<String> examples(MatchResult scenario) {
        return scenario.group("examples")
                .lines()
                .map(row -> row.replace("|", "").strip())
                .filter(value -> value.contains("/"))
                .toList();
    }

    /// Its headers, without those of the connection and of the body that is replaced.
    private static Map<String, String> headers(MatchResult scenario) {
        return scenario.group("headers")
                .lines()
                .map(line -> line.strip().split(": ", 2))
                .filter(header -> header[0].startsWith("ce-"))
                .collect(toMap(header -> header[0], header -> header[1]));
    }

    private static String body(MatchResult scenario, String type) throws IOException {
        var body = (ObjectNode) Json.MAPPER.readTree(scenario.group("body"));
        return (type.startsWith(EVENT) ? body.set("data", record()) : record()).toString();
    }

    private static Response post(String type, JsonNode body) {
        return post(type, Map.of(), body.toString());
    }

    /// Each as a tenant of its own: the suite uses the name of an event more than once.
    private static Response post(String type, Map<String, String> headers, String body) {
        return Api.sending(Api.as("suite-" + UUID.randomUUID()), type)
                .headers(headers)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/v1/records");
    }

    private static JsonNode read(Response answer) throws IOException {
        return Json.MAPPER.readTree(answer.asByteArray());
    }
}
