// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FramingTest.Impatient.class)
class FramingTest {

    private static final String RECORD = Examples.GERMAN_TEXT;
    private static final int SLOW = 100;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /// A gateway that waits two seconds for a head and for a body.
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.limits.head-timeout", "2S", "domicile.intake.body-timeout", "2S");
        }
    }

    /// Requests that would store a record if they were taken, by what is wrong with them.
    private static Map<String, String> hostile(String tenant) {
        var rest = "Host: localhost\r\nContent-Type: application/json\r\n" + Wire.token(tenant);
        var line = "POST /v1/records HTTP/1.1\r\n";
        var length = "Content-Length: " + RECORD.length() + "\r\n";
        var chunk = Integer.toHexString(RECORD.length()) + "\r\n" + RECORD + "\r\n0\r\n\r\n";
        var smuggled = line + rest + length + "\r\n" + RECORD;
        var plain = "\r\n" + RECORD;
        var cases = new LinkedHashMap<String, String>();
        cases.put("CL.TE", line + rest + "Content-Length: 4\r\n" + CHUNKED + "\r\n" + chunk);
        cases.put("TE.CL", line + rest + CHUNKED + length + "\r\n0\r\n\r\n" + smuggled);
        cases.put("TE.TE", line + rest + CHUNKED + CHUNKED + "\r\n" + chunk);
        cases.put("TE.TE obscured", line + rest + CHUNKED + "Transfer-Encoding: x\r\n\r\n" + chunk);
        for (var coding :
                new String[] {
                    "identity, chunked", "chunked, identity", "xchunked", "chunked;q=1", "gzip",
                    "chunked, chunked", "\"chunked\"", "chunked\u000b", "", "identity"
                }) {
            cases.put(
                    "TE " + coding,
                    line + rest + "Transfer-Encoding: " + coding + "\r\n\r\n" + chunk);
        }
        cases.put("TE on 1.0", line.replace("1.1", "1.0") + rest + CHUNKED + "\r\n" + chunk);
        cases.put("TE with space", line + rest + "Transfer-Encoding : chunked\r\n\r\n" + chunk);
        cases.put("TE with tab", line + rest + "Transfer-Encoding\t: chunked\r\n\r\n" + chunk);
        cases.put("CL twice", line + rest + length + length + plain);
        cases.put("CL twice, other", line + rest + length + "Content-Length: 1\r\n" + plain);
        cases.put(
                "CL list", line + rest + length.strip() + ", " + RECORD.length() + "\r\n" + plain);
        for (var digits :
                new String[] {"+5", "-1", "0x1f", "1 1", "", "9".repeat(19), "5;a", "\u0665"}) {
            cases.put("CL " + digits, line + rest + "Content-Length: " + digits + "\r\n" + plain);
        }
        cases.put("obs-fold", line + rest + length + "X-A: b\r\n c\r\n" + plain);
        cases.put("obs-fold of TE", line + rest + "Transfer-Encoding:\r\n chunked\r\n\r\n" + chunk);
        cases.put("space before a name", line + " " + rest + length + plain);
        cases.put("two hosts", line + "Host: localhost\r\n" + rest + length + plain);
        cases.put("no host", line + rest.substring(rest.indexOf("Content")) + length + plain);
        cases.put("a list of hosts", line + rest.replace("localhost", "a, b") + length + plain);
        cases.put(
                "another host in the address",
                line.replace("/v1", "http://other/v1") + rest + length + plain);
        cases.put("HTTP/1.9", line.replace("1.1", "1.9") + rest + length + plain);
        cases.put("HTTP/0.9", "POST /v1/records\r\n" + rest + length + plain);
        cases.put("HTTP/2.0", line.replace("1.1", "2.0") + rest + length + plain);
        cases.put("http/1.1", line.replace("HTTP", "http") + rest + length + plain);
        cases.put("spaces in the line", line.replace(" ", "  ") + rest + length + plain);
        cases.put("a tab in the line", line.replace(" H", "\tH") + rest + length + plain);
        cases.put("a space behind", line.replace("1.1", "1.1 ") + rest + length + plain);
        cases.put("a small method", line.replace("POST", "post") + rest + length + plain);
        cases.put("CONNECT", line.replace("POST /v1/records", "CONNECT a:1") + rest + plain);
        cases.put("an empty line first", "\r\n" + line + rest + length + plain);
        cases.put("a NUL first", "\0" + line + rest + length + plain);
        cases.put("a fragment", line.replace("records", "records#a") + rest + length + plain);
        cases.put("a byte above ASCII", line.replace("records", "records\u00e9") + rest + plain);
        cases.put("bare LF", (line + rest + length).replace("\r", "") + "\n" + RECORD);
        cases.put("one bare LF", line + rest + "X-A: b\n" + length + plain);
        cases.put("bare CR in a value", line + rest + "X-A: b\rX-B: c\r\n" + length + plain);
        cases.put("NUL in a value", line + rest + "X-A: b\0c\r\n" + length + plain);
        cases.put("DEL in a value", line + rest + "X-A: b\u007fc\r\n" + length + plain);
        cases.put("NUL in a name", line + rest + "X\0A: b\r\n" + length + plain);
        cases.put("no colon", line + rest + "X-A\r\n" + length + plain);
        cases.put("no name", line + rest + ": b\r\n" + length + plain);
        cases.put("a name above ASCII", line + rest + "X\u00e9: b\r\n" + length + plain);
        cases.put("2,000 headers", line + rest + "X-A: b\r\n".repeat(2000) + length + plain);
        cases.put("101 headers", line + rest + "A:b\r\n".repeat(101) + length + plain);
        cases.put(
                "a huge line",
                line.replace("s ", "s?a=" + "b".repeat(50_000) + " ") + rest + plain);
        cases.put(
                "a long line", line.replace("s ", "s?a=" + "b".repeat(4_100) + " ") + rest + plain);
        cases.put(
                "long headers",
                line + rest + ("X-A: " + "b".repeat(4_000) + "\r\n").repeat(4) + plain);
        cases.put("a huge value", line + rest + "X-A: " + "b".repeat(50_000) + "\r\n" + plain);
        cases.put("a head without end", line + rest + "X-A: b\r\n".repeat(50_000));
        cases.put("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + smuggled);
        for (var size :
                new String[] {
                    "-1",
                    "+1",
                    "0x1",
                    " 1",
                    "1 ",
                    "",
                    "g",
                    "100000000",
                    "1\t",
                    "1;\0",
                    "1\n",
                    "1;" + "a".repeat(200),
                    "00000000001"
                }) {
            cases.put(
                    "chunk size " + size,
                    line + rest + CHUNKED + "\r\n" + size + "\r\nx\r\n0\r\n\r\n");
        }
        cases.put(
                "a chunk too long",
                line + rest + CHUNKED + "\r\n" + chunk.replace("\r\n0", "x\r\n0"));
        cases.put("chunks with bare LF", line + rest + CHUNKED + "\r\n" + chunk.replace("\r", ""));
        cases.put(
                "a trailer",
                line
                        + rest
                        + CHUNKED
                        + "\r\n"
                        + chunk.substring(0, chunk.length() - 2)
                        + "Content-Length: 5\r\n\r\n");
        return cases;
    }

    @Test
    void what_could_mean_two_things_is_refused_and_reaches_nobody() throws IOException {
        // given
        var tenant = "framing-" + UUID.randomUUID();
        var cases = hostile(tenant);
        assertTrue(cases.size() >= 70, "cases: " + cases.size());

        // when
        for (var hostile : cases.entrySet()) {
            try (var wire = new Wire()) {
                var answer = sent(wire, hostile.getValue()).rest();

                // then
                assertTrue(
                        answer.isEmpty() || answer.startsWith("HTTP/1.1 4"),
                        hostile.getKey() + ": " + answer);
                assertEquals(answer.indexOf("HTTP/1.1 "), answer.lastIndexOf("HTTP/1.1 "));
                assertEquals(
                        !answer.isEmpty(),
                        answer.contains("application/problem+json"),
                        hostile.getKey() + ": " + answer);
            }
        }
        String stored = Api.post(tenant, RECORD).path("audit.entry");
        var accepted =
                AuditLogs.entriesOnce("nl", AuditLogs.isEntry(stored)).stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .filter(entry -> entry.path("act").asText().equals("store"));
        assertEquals(1, accepted.count());
    }

    /// Who was refused already may find the connection closed while it still sends.
    private static Wire sent(Wire wire, String text) {
        try {
            return wire.send(text);
        } catch (IOException closed) {
            return wire;
        }
    }

    @Test
    void a_head_that_trickles_in_is_given_up() throws Exception {
        // given
        try (var wire = new Wire()) {
            wire.send("GET /v1/records/nl_1 HTTP/1.1\r\nHost: localhost\r\nX-A: ");

            // when
            var answer = wire.rest();

            // then
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("\"code\":\"request_timeout\""), answer);
        }
    }

    @Test
    void callers_that_trickle_are_given_up_and_stop_nobody_else() throws Exception {
        // given
        var tenant = "trickle-" + UUID.randomUUID();
        var line = "POST /v1/records HTTP/1.1\r\nHost: localhost\r\n";
        var head = line + "X-A: ";
        var body =
                line
                        + Wire.token(tenant)
                        + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
        var slow = new ArrayList<Wire>();
        for (int i = 0; i < 2 * SLOW; i++) {
            slow.add(new Wire().send(i % 2 == 0 ? head : body));
        }

        // when
        var answers = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var trickling = slow.stream().map(wire -> threads.submit(() -> trickle(wire))).toList();
            assertEquals(201, Api.post(tenant, RECORD).statusCode(), "meanwhile");
            for (var one : trickling) {
                answers.add(one.get());
            }
        }

        // then
        assertEquals(
                2 * SLOW,
                answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 408 ")).count(),
                () -> String.join("\n", new HashSet<>(answers)));
        given().get("/q/metrics").then().body(containsString("domicile_requests_in_flight 0.0"));
    }

    /// Sends a letter now and then until the gateway has answered.
    private static String trickle(Wire wire) throws IOException {
        try (wire) {
            while (!wire.isAnswered()) {
                wire.send("a");
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            return wire.rest();
        }
    }

    @Test
    void a_hostile_request_behind_good_ones_is_refused_behind_their_answers() throws Exception {
        // given
        var good = "GET /v1/nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";

        // when
        try (var wire = new Wire()) {
            var answer = wire.send(good + good + good.replace("Host:", "Host :")).rest();

            // then
            assertEquals(3, answer.split("HTTP/1.1 404", -1).length, answer);
            assertTrue(
                    answer.lastIndexOf(" 400 Bad Request") > answer.lastIndexOf("HTTP/1.1 404"),
                    answer);
        }
    }

    @Test
    void what_follows_a_refused_body_is_no_request() throws Exception {
        // given
        var tenant = "behind-" + UUID.randomUUID();
        var head =
                "POST /v1/records HTTP/1.1\r\nHost: localhost\r\n"
                        + Wire.token(tenant)
                        + "Content-Type: application/json\r\n";
        var second = head + "Content-Length: " + RECORD.length() + "\r\n\r\n" + RECORD;

        // when
        try (var wire = new Wire()) {
            var answer = wire.send(head + "Content-Length: 3000000\r\n\r\n" + second).rest();

            // then
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertFalse(answer.contains("201"), answer);
        }
    }

    @Test
    void an_upgrade_to_clear_text_http_2_is_not_made() throws Exception {
        // given
        var upgrade =
                "GET /v1/nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

        // when
        try (var wire = new Wire()) {
            var answer =
                    wire.send(upgrade)
                            .send(
                                    "GET /v1/nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .rest();

            // then
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
            assertEquals(3, answer.split("HTTP/1.1 404", -1).length, answer);
        }
    }

    @Test
    void requests_by_the_letter_are_taken_however_they_are_cut() throws Exception {
        // given
        var tenant = "letter-" + UUID.randomUUID();
        var head =
                "POST /v1/records HTTP/1.1\r\nhOST:localhost\r\n"
                        + Wire.token(tenant)
                        + "Content-Type: application/json\r\n";
        var whole = head + "Content-Length:  " + RECORD.length() + " \r\n\r\n" + RECORD;
        var half = RECORD.length() / 2;
        var chunks =
                head
                        + "transfer-encoding: Chunked\r\nConnection: close\r\n\r\n"
                        + Integer.toHexString(half).toUpperCase(java.util.Locale.ROOT)
                        + ";a=b\r\n"
                        + RECORD.substring(0, half)
                        + "\r\n"
                        + Integer.toHexString(RECORD.length() - half)
                        + "\r\n"
                        + RECORD.substring(half)
                        + "\r\n000\r\n\r\n";

        // when
        try (var wire = new Wire();
                var slow = new Wire()) {
            var answer = wire.send(whole + whole.replace("u-1", "u-2") + chunks).rest();
            for (char letter : chunks.toCharArray()) {
                slow.send(String.valueOf(letter));
            }
            var slowly = slow.rest();

            // then
            assertEquals(4, answer.split("HTTP/1.1 201", -1).length, answer);
            assertTrue(slowly.startsWith("HTTP/1.1 201"), slowly);
        }
    }
}
