// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.Bytes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BadInputTest {

    private static final String SECRET = "s3cr3t";
    private static final String RECORD = Examples.GERMAN_POINT;

    /// One thing that callers do wrong.
    private record Bad(
            String name,
            Bytes body,
            String type,
            int status,
            String code,
            @Nullable String pointer) {

        static Bad json(String name, String body, int status, String code, @Nullable String at) {
            return new Bad(name, Bytes.of(body), "application/json", status, code, at);
        }

        /// The example record with one place changed.
        static Bad swap(
                String name,
                String old,
                String fresh,
                int status,
                String code,
                @Nullable String at) {
            assert RECORD.contains(old) : old;
            return json(name, RECORD.replace(old, fresh), status, code, at);
        }

        static Bad bytes(String name, Charset charset, String prefix, String code) {
            return new Bad(
                    name,
                    Bytes.of((prefix + RECORD).getBytes(charset)),
                    "application/json",
                    400,
                    code,
                    null);
        }
    }

    private static List<Bad> cases() {
        var lat = "\"lat\":52.3731";
        var age = "\"age\":34";
        var type = "\"type\":\"loc.point\"";
        return List.of(
                Bad.json("an empty body", "", 400, "malformed_json", null),
                Bad.json("half a record", "{\"type\":\"" + SECRET, 400, "malformed_json", "/type"),
                Bad.json("an array", "[" + RECORD + "]", 422, "wrong_type", ""),
                Bad.swap("NaN", lat, "\"lat\":NaN", 400, "malformed_json", "/location/lat"),
                Bad.swap(
                        "infinity",
                        lat,
                        "\"lat\":-Infinity",
                        400,
                        "malformed_json",
                        "/location/lat"),
                Bad.swap(
                        "a comment",
                        type,
                        "/* " + SECRET + " */" + type,
                        400,
                        "malformed_json",
                        null),
                Bad.swap(
                        "a member named twice",
                        age,
                        age + ",\"age\":35",
                        400,
                        "duplicate_key",
                        "/subjects/0/age"),
                Bad.swap(
                        "a member named twice with an escape",
                        type,
                        type + ",\"typ\\u0065\":\"msg.text\"",
                        400,
                        "duplicate_key",
                        "/type"),
                Bad.json("a second record", RECORD + RECORD, 400, "trailing_bytes", null),
                Bad.json("trailing garbage", RECORD + SECRET, 400, "trailing_bytes", null),
                Bad.swap(
                        "a depth bomb",
                        "\"message\":null",
                        "\"message\":" + "[".repeat(10_000),
                        400,
                        "too_deep",
                        null),
                Bad.swap(
                        "an endless number",
                        lat,
                        "\"lat\":" + "9".repeat(1_000),
                        400,
                        "number_too_long",
                        "/location/lat"),
                Bad.bytes("UTF-16", StandardCharsets.UTF_16LE, "", "bad_encoding"),
                Bad.bytes("a byte order mark", StandardCharsets.UTF_8, "\uFEFF", "bad_encoding"),
                new Bad(
                        "broken UTF-8",
                        Bytes.of(
                                RECORD.replace("Dam 1", "Dam\u00e9")
                                        .getBytes(StandardCharsets.ISO_8859_1)),
                        "application/json",
                        400,
                        "bad_encoding",
                        null),
                Bad.swap(
                        "half a character", "Dam 1", "\\ud83d", 422, "bad_text", "/location/label"),
                Bad.swap(
                        "an unknown field",
                        type,
                        type + ",\"region\":\"" + SECRET + "\"",
                        422,
                        "unknown_field",
                        "/region"),
                Bad.swap(
                        "an unknown field below",
                        age,
                        age + ",\"name\":\"" + SECRET + "\"",
                        422,
                        "unknown_field",
                        "/subjects/0/name"),
                Bad.swap(
                        "a number as text",
                        age,
                        "\"age\":\"34\"",
                        422,
                        "wrong_type",
                        "/subjects/0/age"),
                Bad.swap(
                        "a fraction of a year",
                        age,
                        "\"age\":34.0",
                        422,
                        "wrong_type",
                        "/subjects/0/age"),
                Bad.swap(
                        "a number for an id",
                        "\"u-1842\"",
                        "1842",
                        422,
                        "wrong_type",
                        "/subjects/0/id"),
                Bad.swap(
                        "a number for a truth",
                        age,
                        age + ",\"guardian\":1",
                        422,
                        "wrong_type",
                        "/subjects/0/guardian"),
                Bad.swap(
                        "text for a coordinate",
                        lat,
                        "\"lat\":\"52.3\"",
                        422,
                        "wrong_type",
                        "/location/lat"),
                Bad.swap("no type", type + ",", "", 422, "missing_field", "/type"),
                Bad.swap("no coordinate", lat + ",", "", 422, "missing_field", "/location/lat"),
                Bad.swap("no id", "\"id\":\"u-1842\",", "", 422, "missing_field", "/subjects/0/id"),
                Bad.swap(
                        "no subjects",
                        "\"subjects\":[{\"id\":\"u-1842\",\"role\":\"author\",\"home\":\"DE\",\"age\":34}]",
                        "\"subjects\":[]",
                        422,
                        "missing_field",
                        "/subjects"),
                Bad.swap(
                        "a pole too far",
                        lat,
                        "\"lat\":90.01",
                        422,
                        "out_of_range",
                        "/location/lat"),
                Bad.swap(
                        "a huge latitude",
                        lat,
                        "\"lat\":1e999",
                        422,
                        "out_of_range",
                        "/location/lat"),
                Bad.swap(
                        "beyond the date line",
                        "\"lon\":4.8926",
                        "\"lon\":-180.5",
                        422,
                        "out_of_range",
                        "/location/lon"),
                Bad.swap(
                        "negative precision",
                        "\"precision_m\":5",
                        "\"precision_m\":-5",
                        422,
                        "out_of_range",
                        "/location/precision_m"),
                Bad.swap(
                        "an old person",
                        age,
                        "\"age\":151",
                        422,
                        "out_of_range",
                        "/subjects/0/age"),
                Bad.swap(
                        "an unknown type",
                        type,
                        "\"type\":\"loc." + SECRET + "\"",
                        422,
                        "unknown_value",
                        "/type"),
                Bad.swap(
                        "an unknown country",
                        "\"collect\":\"DE\"",
                        "\"collect\":\"" + SECRET + "\"",
                        422,
                        "unknown_value",
                        "/collect"),
                Bad.swap(
                        "an unknown datum", "WGS84", SECRET, 422, "unknown_value", "/location/crs"),
                Bad.swap("no offset", "08:00:00Z", "08:00:00", 422, "bad_time", "/occurred_at"),
                Bad.swap(
                        "no such day",
                        "2026-11-20T",
                        "2026-02-30T",
                        422,
                        "bad_time",
                        "/occurred_at"),
                Bad.swap(
                        "a message on a position",
                        "\"message\":null",
                        "\"message\":{\"kind\":\"text\",\"body\":\"" + SECRET + "\"}",
                        422,
                        "conflict",
                        "/message"),
                Bad.json(
                        "the wrong kind of message",
                        Examples.GERMAN_TEXT.replace("\"kind\":\"text\"", "\"kind\":\"image\""),
                        422,
                        "conflict",
                        "/message/kind"),
                Bad.json(
                        "media that is no base64",
                        Examples.GERMAN_TEXT
                                .replace("msg.text", "msg.voice")
                                .replace(
                                        "\"text\",\"body\":\"Hallo\"",
                                        "\"voice\",\"media\":\"" + SECRET + "!\""),
                        422,
                        "bad_text",
                        "/message/media"),
                new Bad(
                        "another media type",
                        Bytes.of(RECORD),
                        "text/plain",
                        415,
                        "unsupported_media_type",
                        null),
                new Bad(
                        "another character set",
                        Bytes.of(RECORD),
                        "application/json; charset=utf-16",
                        415,
                        "unsupported_media_type",
                        null),
                Bad.json("10 MB", "x".repeat(10 << 20), 413, "body_too_large", null));
    }

    @Test
    void bad_input_gets_a_problem_without_its_value_and_exactly_one_audit_row() {
        // given
        var tenant = "bad-" + UUID.randomUUID();

        // when
        for (var bad : cases()) {
            var answer = post(tenant, bad);
            assertIsProblem(bad, answer);
        }

        // then
        String marker = Api.post(tenant, Examples.GERMAN_TEXT).path("audit.entry");
        var rows =
                AuditLogs.entriesOnce("nl", AuditLogs.isEntry(marker)).stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .toList();
        assertEquals(
                cases().stream().map(bad -> "rejected deny " + bad.code()).toList(),
                rows.subList(0, rows.size() - 1).stream().map(BadInputTest::summary).toList());
        assertEquals("decision store ok", summary(rows.getLast()));
    }

    private static String summary(JsonNode entry) {
        return "%s %s %s"
                .formatted(
                        entry.path("type").asText(),
                        entry.path("act").asText(),
                        entry.path("res").asText());
    }

    private static Response post(String tenant, Bad bad) {
        var asIs =
                EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false);
        return Api.as(tenant)
                .config(RestAssuredConfig.config().encoderConfig(asIs))
                .header("Content-Type", bad.type())
                .body(bad.body().toArray())
                .post("/v1/records");
    }

    private static void assertIsProblem(Bad bad, Response answer) {
        assertThat(bad.name(), answer.statusCode(), is(bad.status()));
        assertThat(bad.name(), answer.contentType(), is("application/problem+json"));
        assertThat(bad.name(), answer.path("code"), equalTo(bad.code()));
        assertThat(bad.name(), answer.path("status"), equalTo(bad.status()));
        if (bad.pointer() != null) {
            assertThat(bad.name(), answer.path("pointer"), equalTo(bad.pointer()));
        }
        for (var value : List.of(SECRET, "u-1842", "52.3", "90.01", "Dam")) {
            assertThat(
                    bad.name(),
                    answer.asString().toLowerCase(Locale.ROOT),
                    not(containsString(value.toLowerCase(Locale.ROOT))));
        }
    }
}
