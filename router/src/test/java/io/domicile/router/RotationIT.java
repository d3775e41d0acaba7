// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rotation through the packaged gateway and its command line, with the process killed.
class RotationIT {

    private static final int SUBJECTS = 1200;

    @TempDir Path folder;

    @Test
    void a_rotation_survives_two_kills_and_ends_with_every_record_readable() throws Exception {
        // given
        var home = folder.resolve("home");
        List<String> records;
        String old;
        var gateway = Gateway.start(home);
        records = store(gateway);
        old = kek(gateway, "current").orElseThrow();

        // when
        var rotated = gateway.keys("rotate", "--region", "nl");
        for (int kill = 0; kill < 2; kill++) {
            gateway.kill();
            gateway = Gateway.start(home);
        }
        try (var last = gateway) {
            while (kek(last, "draining").isPresent()) {
                LockSupport.parkNanos(100_000_000);
            }
            var retired = last.keys("retire", "--region", "nl", "--kek", old);
            var status = last.keys("status", "--region", "nl");

            // then
            assertEquals(0, rotated.exit(), rotated.text());
            assertEquals(0, retired.exit(), retired.text());
            assertTrue(!status.text().contains(old + " "), status.text());
            for (var id : records) {
                var read = last.get("/v1/records/" + id, "Purpose", "navigation");
                assertEquals(200, read.statusCode(), read.body());
            }
        }
    }

    private static List<String> store(Gateway gateway) throws Exception {
        try (var callers = Executors.newFixedThreadPool(16)) {
            var stored = new ArrayList<Future<String>>();
            for (int i = 0; i < SUBJECTS; i++) {
                var record = Examples.GERMAN_TEXT.replace("u-1842", "u-" + i);
                stored.add(
                        callers.submit(() -> {
                            var answer = gateway.post("/v1/records", record);
                            assertEquals(201, answer.statusCode(), answer.body());
                            return Json.MAPPER.readTree(answer.body()).get("id").textValue();
                        }));
            }
            var ids = new ArrayList<String>();
            for (var id : stored) {
                ids.add(id.get());
            }
            return ids;
        }
    }

    private static Optional<String> kek(Gateway gateway, String state) throws Exception {
        var status = gateway.keys("status", "--region", "nl", "--json");
        assertEquals(0, status.exit(), status.text());
        var json = status.text().substring(status.text().indexOf('{'));
        for (JsonNode kek : Json.MAPPER.readTree(json).get("keks")) {
            if (kek.get("state").textValue().equals(state)) {
                return Optional.of(kek.get("id").textValue());
            }
        }
        return Optional.empty();
    }
}
