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

    private static final int SUBJECTS = Integer.getInteger("domicile.rotation.subjects", 3000);
    private static final int SAMPLE = 2000;

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
        var old = kek(gateway, "current").get("id").textValue();
        try (var load = new UnbrokenLoad(gateway, SUBJECTS)) {
            load.await(SUBJECTS / 2);
            long begun = System.nanoTime();
            load.await(SUBJECTS / 2);
            var alone = load.between(begun, System.nanoTime());

            // when
            long start = System.nanoTime();
            assertEquals(202, gateway.operate("POST", "/v1/keys/nl/rotation").statusCode());
            long from = start;
            for (var part : KILLS) {
                awaitMoved(gateway, old, part);
                during.add(load.between(from, System.nanoTime()));
                gateway.kill();
                gateway = Gateway.start(home);
                load.switchTo(gateway);
                from = System.nanoTime();
            }
            awaitMoved(gateway, old, 1);
            during.add(load.between(from, System.nanoTime()));
            var rotation = Duration.ofNanos(System.nanoTime() - start);
            records.putAll(load.stop());

            // then
            assertRotated(gateway, old);
            assertReadable(gateway, records);
            gateway.close();
            var log = Gateway.verify(home.resolve("nl/log").toString());
            assertEquals(0, log.exit(), log.text());
            report(rotation, alone);
        }
    }

    private static void assertRotated(Gateway gateway, String old) throws Exception {
        assertEquals("unused", state(gateway, old));
        var retired = gateway.keys("retire", "--region", "nl", "--kek", old);
        assertEquals(0, retired.exit(), retired.text());
        assertEquals(SUBJECTS, kek(gateway, "current").get("subject_keys").asInt());
        assertEquals(1, keks(gateway).size(), "the old one is gone");
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

    /// Waits until a part of all keys has left a KEK, and some have not, unless all shall.
    private static void awaitMoved(Gateway gateway, String old, double part) throws Exception {
        long left = SUBJECTS;
        while (SUBJECTS - left < part * SUBJECTS) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            left = find(gateway, "id", old).get("subject_keys").asLong();
        }
        assertTrue(part == 1 || left > 0, "killed after the rotation's end: take more subjects");
    }

    private static String state(Gateway gateway, String kek) throws Exception {
        return find(gateway, "id", kek).get("state").textValue();
    }

    private static JsonNode kek(Gateway gateway, String state) throws Exception {
        return find(gateway, "state", state);
    }

    private static JsonNode find(Gateway gateway, String name, String value) throws Exception {
        for (JsonNode kek : keks(gateway)) {
            if (kek.get(name).textValue().equals(value)) {
                return kek;
            }
        }
        throw new AssertionError("no KEK with " + name + " " + value);
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
