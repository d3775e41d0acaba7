// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CanaryTest.WithCanaries.class)
class CanaryTest {

    private static final String WEBHOOK = "domicile.canaries.webhook";
    private static final String KEY = "2b7e151628aed2a6abf7158809cf4f3c";
    private static final String STOLEN = "dk_c4n4ryPlantedInAnOldBackup";
    private static final String ACCOUNT = "canary-account";
    private static final String DEVICE = "canary-device";
    private static final String CURIOUS = "curious-" + UUID.randomUUID();
    private static final String PERSON = "canary-person";
    private static final BlockingQueue<String> POSTED = new LinkedBlockingQueue<>();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static HttpServer receiver;

    /// A gateway with canaries and a webhook.
    public static final class WithCanaries implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var key = Files.createTempFile("canary", ".key");
                Files.writeString(key, KEY + "\n");
                return Map.of(
                        "domicile.canaries.key-file",
                        key.toString(),
                        "domicile.canaries.credentials",
                        String.join(",", hash(STOLEN), hash(ACCOUNT), hash(DEVICE)),
                        "domicile.canaries.subjects",
                        hash(PERSON),
                        WEBHOOK,
                        Receiver.address("/alarms"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String hash(String value) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes alarms, each at the second attempt.
    @BeforeAll
    static void receive() throws IOException {
        receiver =
                Receiver.start(
                        WEBHOOK,
                        exchange -> {
                            var body = exchange.getRequestBody().readAllBytes();
                            boolean refuse = REFUSED.getAndIncrement() % 2 == 0;
                            if (!refuse) {
                                POSTED.add(new String(body, StandardCharsets.UTF_8));
                            }
                            exchange.sendResponseHeaders(refuse ? 503 : 204, -1);
                            exchange.close();
                        });
    }

    @AfterAll
    static void stop() {
        receiver.stop(0);
    }

    @Test
    void a_stolen_key_raises_an_alarm_whether_it_is_valid_or_not() throws Exception {
        // given
        var logged = new LinkedBlockingQueue<String>();
        var listener = listener(logged);
        var log = Logger.getLogger("io.domicile.router.alarms");
        log.addHandler(listener);

        // when
        var answer = given().header("Authorization", "Bearer " + STOLEN).get("/v1/records/nl_1");
        log.removeHandler(listener);

        // then
        assertEquals(401, answer.statusCode());
        assertAlarm("credential", STOLEN, "*");
        assertTrue(logged.stream().anyMatch(line -> line.contains("ALARM")), logged::toString);
        assertFalse(logged.toString().contains(STOLEN));
    }

    @Test
    void an_account_and_a_device_that_sign_in_raise_an_alarm() throws Exception {
        // when
        Api.as(ACCOUNT, "service", "trap", "in-region").get("/v1/records/nl_1");
        assertAlarm("credential", ACCOUNT, "trap");
        given().auth().preemptive().basic(DEVICE, "wrong").post("/v1/ingest/owntracks");

        // then
        assertAlarm("credential", DEVICE, "*");
    }

    @Test
    void a_canary_subject_in_an_address_or_a_body_raises_an_alarm() throws Exception {
        // when
        Api.as(CURIOUS).get("/v1/subjects/%63anary-person/records");
        assertAlarm("subject", PERSON, "*");
        var before = raised("subject");
        Api.post(CURIOUS, Examples.GERMAN_TEXT.replace("u-1842", PERSON));
        Api.post(CURIOUS, Examples.GERMAN_TEXT);
        Api.sending(Api.as(CURIOUS), "application/x-ndjson")
                .body(
                        ("{}\n" + Examples.GERMAN_TEXT.replace("u-1842", PERSON).replace("\n", ""))
                                .getBytes(StandardCharsets.UTF_8))
                .post("/v1/records")
                .then()
                .statusCode(200);

        // then
        assertEquals(before + 2, raised("subject"), 0);
    }

    private static void assertAlarm(String kind, String value, String tenant) throws Exception {
        var posted = Optional.ofNullable(POSTED.poll(30, TimeUnit.SECONDS)).orElseThrow();
        var mark = hash(value).substring(0, 8);
        assertTrue(posted.contains("\"alarm\":\"canary." + kind + "\""), posted);
        assertTrue(posted.contains("\"canary\":\"" + mark + "\""), posted);
        assertTrue(posted.contains("\"tenant\":\"" + tenant + "\""), posted);
        assertFalse(posted.contains(value), posted);
        assertTrue(raised(kind) >= 1);
        var entry =
                AuditLogs.entriesOnce("nl", one -> isAlarm(one, mark)).stream()
                        .filter(one -> isAlarm(one, mark))
                        .findFirst()
                        .orElseThrow();
        assertEquals("canary." + kind, entry.path("act").asText());
        assertEquals(tenant, entry.path("tenant").asText());
    }

    private static boolean isAlarm(JsonNode entry, String mark) {
        return entry.path("type").asText().equals("alarm") && entry.toString().contains(mark);
    }

    private static double raised(String kind) {
        var line = "domicile_alarms_total{canary=\"" + kind + "\"} ";
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(text -> text.startsWith(line))
                .mapToDouble(text -> Double.parseDouble(text.substring(line.length())))
                .sum();
    }

    private static Handler listener(BlockingQueue<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(
                        line.getLevel()
                                + " "
                                + line.getMessage()
                                + java.util.Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
