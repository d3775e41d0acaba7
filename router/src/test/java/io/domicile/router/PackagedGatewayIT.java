// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The packaged gateway as its operators and its regulators meet it: real processes, real
/// databases, real signals.
class PackagedGatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REGIONS = List.of("cn", "nl", "sg");

    private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    private final CountDownLatch acknowledgedEnough = new CountDownLatch(400);
    private Path home;

    @BeforeEach
    void freshHome() throws IOException {
        home = Path.of("target", "packaged", "home").toAbsolutePath();
        delete(home);
    }

    @Test
    void a_thousand_records_leave_three_logs_that_verify_and_no_clear_text() throws Exception {
        // given
        try (var gateway = Gateway.start(home)) {
            // when
            var byRegion = storeAThousand(gateway);

            // then
            assertEquals(Map.of("cn", 500, "nl", 250, "sg", 250), byRegion);
            for (var region : REGIONS) {
                assertVerifies(logUrl(gateway, region));
            }
        }
        for (var region : REGIONS) {
            assertVerifies(logOf(region).toString());
        }
        assertEquals(List.of(), filesWith(home, canary), "clear text on disk");
    }

    @Test
    void tesseras_fsck_accepts_the_logs_of_a_running_gateway() throws Exception {
        // given
        var fsck = System.getenv("DOMICILE_FSCK");
        Assumptions.assumeTrue(
                fsck != null, "tessera's fsck on a running gateway: fsck is not here");
        try (var gateway = Gateway.start(home)) {
            storeAThousand(gateway);
            for (var region : REGIONS) {
                // when
                var key = logOf(region).resolve("log.pub");
                long before = gateway.published(region);
                var outcome =
                        Gateway.run(
                                List.of(
                                        "timeout",
                                        "600",
                                        fsck,
                                        "--ui=false",
                                        "--N=8",
                                        "--storage_url=" + logUrl(gateway, region),
                                        "--public_key=" + key));

                // then
                var text = outcome.text();
                assertTrue(text.contains("Successfully fsck'd log"), text);
                assertTrue(
                        LongStream.rangeClosed(before, gateway.published(region))
                                .anyMatch(size -> text.contains("log with size " + size + " ")),
                        text);
            }
        }
    }

    @Test
    void a_changed_byte_in_a_published_log_is_found_and_named() throws Exception {
        // given
        try (var gateway = Gateway.start(home)) {
            for (int i = 0; i < 20; i++) {
                store(gateway, i);
            }
            gateway.awaitPublished("cn", 10);
        }
        for (var file : List.of("tile/0/000.p", "tile/entries/000.p", "checkpoint")) {
            var victim = newest(logOf("cn").resolve(file));
            byte[] before = Files.readAllBytes(victim);

            // when
            byte[] changed = before.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(victim, changed);
            var outcome = Gateway.verify(logOf("cn").toString());
            Files.write(victim, before);

            // then
            assertEquals(1, outcome.exit(), outcome.text());
            assertTrue(
                    outcome.text().contains(file.equals("checkpoint") ? "checkpoint" : "entry"),
                    outcome.text());
        }
        assertVerifies(logOf("cn").toString());
    }

    @Test
    void a_killed_gateway_loses_nothing_that_it_acknowledged() throws Exception {
        // given
        var acknowledged = new ConcurrentHashMap<String, Integer>();
        var next = new AtomicInteger();
        var victim = Gateway.start(home);
        try (var callers = Executors.newFixedThreadPool(8)) {
            var ends = new ArrayList<Future<?>>();
            for (int caller = 0; caller < 8; caller++) {
                ends.add(callers.submit(() -> storeWithoutEnd(victim, next, acknowledged)));
            }
            acknowledgedEnough.await();

            // when
            victim.kill();
            for (var end : ends) {
                var failure = assertThrows(ExecutionException.class, end::get);
                assertInstanceOf(IOException.class, failure.getCause());
            }
        }

        // then
        try (var gateway = Gateway.start(home)) {
            for (var record : acknowledged.entrySet()) {
                var read = gateway.get("/v1/records/" + record.getKey(), "Purpose", "navigation");
                assertEquals(200, read.statusCode(), read.body());
                assertTrue(
                        read.body().contains(marker(record.getValue())),
                        "another record came back");
            }
            store(gateway, next.get());
            for (var region : REGIONS) {
                assertVerifies(logUrl(gateway, region));
            }
        }
    }

    private Void storeWithoutEnd(
            Gateway gateway, AtomicInteger next, Map<String, Integer> acknowledged)
            throws Exception {
        while (true) {
            int n = next.getAndIncrement();
            acknowledged.put(store(gateway, n), n);
            acknowledgedEnough.countDown();
        }
    }

    /// Stores a thousand records, waits until the logs show them, and counts them by region.
    private Map<String, Integer> storeAThousand(Gateway gateway) throws Exception {
        var byRegion = new TreeMap<String, Integer>();
        try (var callers = Executors.newFixedThreadPool(32)) {
            var stored = new ArrayList<Future<String>>();
            for (int i = 0; i < 1000; i++) {
                int n = i;
                stored.add(callers.submit(() -> store(gateway, n)));
            }
            for (var id : stored) {
                byRegion.merge(id.get().substring(0, 2), 1, Integer::sum);
            }
        }
        for (var region : byRegion.entrySet()) {
            gateway.awaitPublished(region.getKey(), region.getValue());
        }
        return byRegion;
    }

    /// Stores record number `n` and returns its id.
    private String store(Gateway gateway, int n) throws Exception {
        var answer = gateway.post("/v1/records", record(n));
        assertEquals(201, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body()).get("id").textValue();
    }

    private String marker(int n) {
        return canary + "-" + n;
    }

    private String record(int n) {
        return switch (n % 4) {
            case 0 -> point(n, "CN", "in_car");
            case 1 -> message(n, "DE");
            case 2 -> message(n, "SG");
            default -> point(n, "DE", "in_car");
        };
    }

    private String point(int n, String home, String via) {
        return """
        {"type":"loc.point","subjects":[{"id":"driver-%s-%d","role":"author","home":"%s","age":34}],
         "collect":"CN","via":"%s","purpose":"navigation","occurred_at":"2026-11-20T08:00:00Z",
         "location":{"lat":31.175304,"lon":121.531542,"crs":"GCJ02","precision_m":5,"label":"%s"},
         "consents":["CONSENT.SEP"]}
        """
                .formatted(canary, n % 50, home, via, marker(n));
    }

    private String message(int n, String home) {
        return """
        {"type":"msg.text","subjects":[{"id":"writer-%s-%d","role":"author","home":"%s","age":34}],
         "collect":"%s","via":"phone","purpose":"deliver_message","occurred_at":"2026-11-20T08:00:00Z",
         "message":{"kind":"text","body":"%s"}}
        """
                .formatted(canary, n % 50, home, home, marker(n));
    }

    private Path logOf(String region) {
        return Gateway.log(home, region);
    }

    private static String logUrl(Gateway gateway, String region) {
        return gateway.uri("/v1/audit/" + region + "/").toString();
    }

    private static void assertVerifies(String log) throws Exception {
        var outcome = Gateway.verify(log);
        assertEquals(0, outcome.exit(), outcome.text());
    }

    private static Path newest(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return path;
        }
        try (var files = Files.list(path)) {
            return files.max(
                            Comparator.comparingInt(
                                    file -> Integer.parseInt(file.getFileName().toString())))
                    .orElseThrow();
        }
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, wanted))
                    .toList();
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            // ISO-8859-1 maps each byte to one character
            var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return content.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
