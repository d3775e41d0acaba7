// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.UnbrokenLoad.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A rotation of many subjects' keys at the packaged gateway, which serves meanwhile and is killed
/// twice. With `-Ddomicile.rotation.subjects=100000` it is the long run, whose figures it prints.
class RotationIT {

    private static final int SUBJECTS = Integer.getInteger("domicile.rotation.subjects", 1000);
    private static final int SAMPLE = 2000;

    private static final Duration POLL = Duration.ofMillis(50);

    /// How much is moved, in parts of all, when the gateway is killed.
    private static final List<Double> KILLS = List.of(0.4, 0.6);

    @TempDir Path folder;

    private final List<Served> during = new ArrayList<>();

    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void a_rotation_survives_two_kills_while_serving_and_loses_nothing() throws Exception {
        // given
        var home = folder.resolve("home");
        var gateway = Gateway.start(home);
        var records = new HashMap<>(store(gateway));
        try (var load = new UnbrokenLoad(gateway, SUBJECTS)) {
            load.await(SUBJECTS / 2);
            long begun = System.nanoTime();
            load.await(SUBJECTS / 2);
            var alone = load.between(begun, System.nanoTime());

            // when
            long start = System.nanoTime();
            rotate(gateway);
            long from = start;
            for (var part : KILLS) {
                awaitMidst(gateway, part);
                during.add(load.between(from, System.nanoTime()));
                gateway.kill();
                gateway = gateway.again();
                load.switchTo(gateway);
                from = System.nanoTime();
            }
            while (left(gateway) > 0) {
                LockSupport.parkNanos(POLL.toNanos());
            }
            during.add(load.between(from, System.nanoTime()));
            var rotation = Duration.ofNanos(System.nanoTime() - start);
            records.putAll(load.stop());

            // then
            assertRotated(gateway);
            assertReadable(gateway, records);
            gateway.close();
            var log = Gateway.verify(Gateway.log(home, "nl").toString());
            assertEquals(0, log.exit(), log.text());
            report(rotation, alone);
        }
    }

    /// Every subject's key is under the newest KEK, and the others can go.
    private static void assertRotated(Gateway gateway) throws Exception {
        for (JsonNode kek : keks(gateway)) {
            if (kek.get("state").textValue().equals("current")) {
                assertEquals(SUBJECTS, kek.get("subject_keys").asInt());
            } else {
                var id = kek.get("id").textValue();
                var retired = gateway.keys("retire", "--region", "nl", "--kek", id);
                assertEquals(0, retired.exit(), retired.text());
            }
        }
        assertEquals(1, keks(gateway).size(), "the old ones are gone");
    }

    private static void assertReadable(Gateway gateway, Map<String, String> records)
            throws Exception {
        int step = Math.max(1, records.size() / SAMPLE);
        int n = 0;
        for (var record : records.entrySet()) {
            if (n++ % step == 0) {
                var read = gateway.get("/v1/records/" + record.getKey(), "Purpose", "navigation");
                assertEquals(200, read.statusCode(), read.body());
                assertTrue(read.body().contains('"' + record.getValue() + '"'), read.body());
            }
        }
    }

    private void report(Duration rotation, Served alone) {
        System.out.printf(
                "rotation of %d subjects' keys, killed twice: %.1f s%n",
                SUBJECTS, rotation.toNanos() / 1e9);
        System.out.printf("before: %s%n", alone);
        for (var served : during) {
            System.out.printf(
                    "during: %s; to before: throughput %.2f, p50 %.2f, p99 %.2f%n",
                    served,
                    served.perSecond() / alone.perSecond(),
                    served.milliseconds(0.5) / alone.milliseconds(0.5),
                    served.milliseconds(0.99) / alone.milliseconds(0.99));
        }
    }

    /// Waits until the gateway is in the midst of a rotation, with so much moved. Begins another
    /// where the one before was over too soon, as small ones are.
    private static void awaitMidst(Gateway gateway, double part) throws Exception {
        long left = left(gateway);
        while (left == 0 || SUBJECTS - left < part * SUBJECTS) {
            if (left == 0) {
                rotate(gateway);
            }
            LockSupport.parkNanos(POLL.toNanos());
            left = left(gateway);
        }
    }

    private static void rotate(Gateway gateway) throws Exception {
        var rotated = gateway.operate("POST", "/v1/keys/nl/rotation");
        assertEquals(202, rotated.statusCode(), rotated.body());
    }

    /// How many keys are still to be moved.
    private static long left(Gateway gateway) throws Exception {
        long left = 0;
        for (JsonNode kek : keks(gateway)) {
            if (!kek.get("state").textValue().equals("current")) {
                left += kek.get("subject_keys").asLong();
            }
        }
        return left;
    }

    private static JsonNode keks(Gateway gateway) throws Exception {
        var answer = gateway.operate("GET", "/v1/keys/nl");
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.MAPPER.readTree(answer.body()).get("keks");
    }

    private static Map<String, String> store(Gateway gateway) throws Exception {
        try (var callers = Executors.newFixedThreadPool(32)) {
            var stored = new ArrayList<Future<String>>();
            for (int i = 0; i < SUBJECTS; i++) {
                var record = UnbrokenLoad.record(i, "before " + i);
                stored.add(
                        callers.submit(() -> {
                            var answer = gateway.post("/v1/records", record);
                            assertEquals(201, answer.statusCode(), answer.body());
                            return Json.MAPPER.readTree(answer.body()).get("id").textValue();
                        }));
            }
            var texts = new HashMap<String, String>();
            for (int i = 0; i < SUBJECTS; i++) {
                texts.put(stored.get(i).get(), "before " + i);
            }
            return texts;
        }
    }
}
