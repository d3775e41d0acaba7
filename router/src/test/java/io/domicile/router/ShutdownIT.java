// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged gateway is told to stop while callers store.
class ShutdownIT {

    private static final int CALLERS = 16;
    private static final int BEFORE = 300;

    @TempDir Path folder;

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_gateway_that_is_told_to_stop_loses_nothing_that_it_acknowledged() throws Exception {
        // given
        var home = folder.resolve("home");
        var gateway = Gateway.start(home);
        var callers = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> storeUntilItStops(gateway)));
            }
            while (acknowledged.size() < BEFORE) {
                LockSupport.parkNanos(1_000_000);
            }

            // when
            gateway.close();
            for (var caller : callers) {
                caller.get();
            }
        }

        // then
        try (var again = gateway.again()) {
            for (var record : acknowledged.entrySet()) {
                var read = again.get("/v1/records/" + record.getKey(), "Purpose", "navigation");
                assertEquals(200, read.statusCode(), read.body());
                assertTrue(read.body().contains(record.getValue()));
            }
        }
        var log = Gateway.verify(Gateway.log(home, "nl").toString());
        assertEquals(0, log.exit(), log.text());
    }

    /// Each answer is an acknowledgement or says to come again; in the end there is none.
    private Void storeUntilItStops(Gateway gateway) throws Exception {
        while (true) {
            int n = next.getAndIncrement();
            var text = "until it stops " + n;
            try {
                var stored = gateway.post("/v1/records", UnbrokenLoad.record(n % 10, text));
                if (stored.statusCode() == 503) {
                    return null;
                }
                assertEquals(201, stored.statusCode(), stored.body());
                var id = Json.MAPPER.readTree(stored.body()).get("id").textValue();
                acknowledged.put(id, text);
            } catch (IOException gone) {
                return null;
            }
        }
    }
}
