// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LinesResourceTest.OwnHome.class)
class LinesResourceTest {

    /// A gateway with a home of its own: tests that look through a log need not pass all these
    /// lines.
    public static final class OwnHome implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.home", System.getProperty("domicile.home", "target/home") + "-lines");
        }
    }

    private static final String POINT = line(Examples.GERMAN_POINT);
    private static final String TEXT = line(Examples.GERMAN_TEXT);
    private static final int MEGABYTE = 1 << 20;

    private final String tenant = "lines-" + UUID.randomUUID();

    @Test
    void each_line_has_its_result_and_a_bad_one_stops_no_other() throws IOException {
        // given
        var lines =
                List.of(
                        POINT,
                        "",
                        "{\"type\":\"s3cr3t",
                        TEXT.replace("\"age\":34", "\"age\":7"),
                        TEXT.replace("\"home\":\"DE\",", ""),
                        TEXT.replace("\"via\"", "\"fia\""),
                        "[" + POINT + "]",
                        "x".repeat(2 * MEGABYTE),
                        POINT + POINT,
                        line(Examples.MAINLAND_POINT));

        // when
        var answer = post(String.join("\n", lines), null);

        // then
        answer.then().statusCode(200).contentType(startsWith("application/x-ndjson"));
        assertEquals(-1, answer.asString().indexOf("s3cr3t"));
        assertTrue(answer.asString().endsWith("}\n"));
        var results = results(answer);
        assertEquals(
                List.of(
                        "1 201 stored",
                        "3 400 malformed_json",
                        "4 451 refused",
                        "5 202 quarantined",
                        "6 422 unknown_field",
                        "7 422 wrong_type",
                        "8 413 body_too_large",
                        "9 400 trailing_bytes",
                        "10 201 stored"),
                results.stream().map(LinesResourceTest::summary).toList());
        assertTrue(results.getFirst().path("id").asText().startsWith("nl_"));
        assertTrue(results.getLast().path("id").asText().startsWith("cn_"));
        assertEquals("GDPR 8(1)", results.get(2).path("citations").path(0).asText());
        assertEquals("urn:domicile:problem:refused", results.get(2).path("type").asText());
    }

    @Test
    void each_bad_line_is_audited_as_a_bad_request_is() {
        // given
        post("{\n" + TEXT.replace("\"via\"", "\"viaa\"") + "\n" + "x".repeat(2 * MEGABYTE), null);

        // when
        String marker = Api.post(tenant, Examples.GERMAN_TEXT).path("audit.entry");

        // then
        var entries =
                AuditLogs.entriesOnce("nl", AuditLogs.isEntry(marker)).stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .map(entry ->
                                entry.path("type").asText() + " " + entry.path("res").asText())
                        .toList();
        assertEquals(
                List.of(
                        "rejected malformed_json",
                        "rejected unknown_field",
                        "rejected body_too_large",
                        "decision ok"),
                entries);
    }

    @Test
    void a_result_comes_while_the_rest_is_not_sent() throws Exception {
        try (var call = new LineCall(tenant, true)) {
            for (int i = 1; i <= 3; i++) {
                // when
                call.send(POINT + "\n").join();

                // then
                assertEquals(i + " 201 stored", summary(call.next()));
            }
            call.send("\n\n" + TEXT).join();
            call.finish();
            assertEquals("6 201 stored", summary(call.next()));
            assertTrue(call.isOver());
        }
    }

    @Test
    void a_hundred_thousand_lines_are_answered_in_their_order() throws Exception {
        // given
        int count = 100_000;
        try (var call = new LineCall(tenant, true)) {
            // when
            var sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int i = 0; i < count; i += 100) {
                                    call.send((POINT + "\n").repeat(100)).join();
                                }
                                call.send("").join();
                            });
            var ids = new HashSet<String>(2 * count);
            for (int i = 1; i <= count; i++) {
                var result = call.next();

                // then
                assertEquals(i, result.path("line").asInt());
                assertEquals(201, result.path("status").asInt(), result::toString);
                ids.add(result.path("id").asText());
            }
            sender.join();
            call.finish();
            assertTrue(call.isOver());
            assertEquals(count, ids.size());
        }
    }

    @Test
    void who_does_not_read_results_is_not_read_either() throws Exception {
        // given
        int most = 64 * MEGABYTE;
        var block = (POINT + "\n").repeat(100);
        try (var call = new LineCall(tenant, false)) {
            // when
            int blocks = 1;
            var sent = call.send(block);
            while (blocks * block.length() < most && ended(sent)) {
                sent = call.send(block);
                blocks++;
            }

            // then
            assertTrue(blocks * block.length() < most, "all was read");
            call.read();
            call.finish();
            for (int i = 1; i <= blocks * 100; i++) {
                assertEquals(i + " 201 stored", summary(call.next()));
            }
            assertTrue(call.isOver());
        }
    }

    @Test
    void who_goes_away_leaves_the_place_to_others() throws Exception {
        // given
        for (int i = 0; i < 80; i++) {
            try (var call = new LineCall(tenant, true)) {
                call.send(POINT + "\n" + POINT.substring(0, 40)).join();
                assertEquals("1 201 stored", summary(call.next()));
                call.drop();
            }
        }

        // when
        var answer = post(POINT, null);

        // then
        answer.then().statusCode(200);
        assertFalse(answer.asString().isEmpty());
    }

    @Test
    void more_requests_at_a_time_than_there_are_places_for_are_told_so() throws Exception {
        // given
        var calls = new ArrayList<LineCall>();
        try {
            for (int i = 0; i < 64; i++) {
                calls.add(new LineCall(tenant, true));
                calls.getLast().send(POINT + "\n").join();
                calls.getLast().next();
            }

            // when
            var answer = post(POINT, null);

            // then
            answer.then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("code", equalTo("unavailable"));
            calls.getFirst().finish();
            assertTrue(calls.getFirst().isOver());
            post(POINT, null).then().statusCode(200);
        } finally {
            for (var call : calls) {
                call.close();
            }
        }
    }

    @Test
    void as_many_requests_as_there_are_places_for_are_taken_with_all_their_lines()
            throws Exception {
        // given
        int lines = 300;
        var calls = new ArrayList<LineCall>();
        try {
            for (int i = 0; i < 64; i++) {
                calls.add(new LineCall(tenant, true));
            }

            // when
            var sent = calls.stream().map(call -> call.send((POINT + "\n").repeat(lines))).toList();

            // then
            for (var call : calls) {
                for (int i = 1; i <= lines; i++) {
                    assertEquals(i + " 201 stored", summary(call.next()));
                }
            }
            sent.forEach(CompletableFuture::join);
        } finally {
            for (var call : calls) {
                call.close();
            }
        }
    }

    @Test
    void a_key_makes_each_line_happen_once() throws IOException {
        // given
        var key = UUID.randomUUID().toString();
        var first = post(POINT + "\n" + TEXT + "\n{\n", key);

        // when
        var again = post(POINT + "\n" + TEXT + "\n{\n", key);
        var changed = post(POINT + "\n" + POINT + "\n" + TEXT, key);

        // then
        assertEquals(first.asString(), again.asString());
        assertEquals(
                List.of("1 201 stored", "2 422 idempotency_key_reused", "3 201 stored"),
                results(changed).stream().map(LinesResourceTest::summary).toList());
    }

    @Test
    void a_key_of_many_lines_gives_the_same_results_again() throws IOException {
        // given
        var key = UUID.randomUUID().toString();
        var lines = (POINT + "\n" + line(Examples.MAINLAND_POINT) + "\n").repeat(300);
        var first = post(lines, key);

        // when
        var again = post(lines, key);

        // then
        assertEquals(
                IntStream.rangeClosed(1, 600).mapToObj(i -> i + " 201 stored").toList(),
                results(first).stream().map(LinesResourceTest::summary).toList());
        assertEquals(first.asString(), again.asString());
    }

    @Test
    void a_bad_key_refuses_the_request() {
        // when
        var answer = post(POINT, "a b");

        // then
        answer.then().statusCode(400).body("code", equalTo("bad_header"));
    }

    @Test
    void nothing_but_blank_lines_has_no_result() {
        // when
        var answer = post("\n \r\n\n", null);

        // then
        answer.then().statusCode(200);
        assertEquals("", answer.asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson; charset=utf-16", "application/jsonl"})
    void other_types_are_refused(String type) {
        // when
        var answer =
                Api.sending(Api.as(tenant), type)
                        .body(POINT.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/records");

        // then
        answer.then().statusCode(415).body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void only_a_service_may_send_lines() {
        // when
        var answer =
                Api.sending(Api.as("compliance", tenant, "in-region"), "application/x-ndjson")
                        .body(POINT.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/records");

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void broken_records_get_problems_and_never_more() throws IOException {
        // given
        var random = new Random(7);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 2_000; i++) {
            var bytes = TEXT.getBytes(StandardCharsets.ISO_8859_1);
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(11, 256);
            }
            lines.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        var body = String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);

        // when
        var answer =
                Api.sending(Api.as(tenant), "application/x-ndjson").body(body).post("/v1/records");

        // then
        var results = results(answer);
        assertEquals(
                IntStream.rangeClosed(1, 2_000).boxed().toList(),
                results.stream().map(result -> result.path("line").asInt()).toList());
        for (var result : results) {
            int status = result.path("status").asInt();
            assertTrue(List.of(201, 202, 400, 422, 451).contains(status), result::toString);
        }
    }

    private static boolean ended(CompletableFuture<Void> sent) {
        try {
            sent.get(5, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Response post(String lines, @Nullable String key) {
        var call =
                Api.sending(Api.as(tenant), "application/x-ndjson")
                        .body(lines.getBytes(StandardCharsets.UTF_8));
        return (key == null ? call : call.header("Idempotency-Key", key)).post("/v1/records");
    }

    private static List<JsonNode> results(Response answer) throws IOException {
        var results = new ArrayList<JsonNode>();
        for (var line : answer.asString().lines().toList()) {
            results.add(Json.MAPPER.readTree(line));
        }
        return results;
    }

    private static String summary(JsonNode result) {
        return "%s %s %s"
                .formatted(
                        result.path("line").asText(),
                        result.path("status").asText(),
                        result.path("outcome").asText(result.path("code").asText()));
    }

    private static String line(String record) {
        return record.lines().map(String::strip).collect(joining());
    }
}
