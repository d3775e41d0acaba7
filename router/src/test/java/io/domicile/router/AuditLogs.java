// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.Checkpoint;
import io.domicile.audit.HttpLog;
import io.domicile.audit.Note;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.audit.Verify;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Reads the audit logs of the running gateway as anyone can: over HTTP.
public final class AuditLogs {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private AuditLogs() {}

    /// All published entries of a region's log, in order.
    public static List<JsonNode> entries(String region) {
        var log = new HttpLog(address(region));
        var entries = new ArrayList<JsonNode>();
        readOn(log, size(log), entries);
        return entries;
    }

    /// All published entries once one of them fits: entries appear with the next checkpoint.
    public static List<JsonNode> entriesOnce(String region, Predicate<JsonNode> fits) {
        var log = new HttpLog(address(region));
        var deadline = Instant.now().plus(PATIENCE);
        var entries = new ArrayList<JsonNode>();
        long seen = -1;
        while (Instant.now().isBefore(deadline)) {
            long size = size(log);
            if (size != seen) {
                seen = size;
                readOn(log, size, entries);
                if (entries.stream().anyMatch(fits)) {
                    return entries;
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new AssertionError("no such entry in the log of " + region + " within " + PATIENCE);
    }

    private static long size(HttpLog log) {
        return log.read("checkpoint")
                .map(Note::parse)
                .map(Checkpoint::parse)
                .map(Checkpoint::size)
                .orElse(0L);
    }

    /// Reads what has come since; a bundle that was not whole is read again, and another log from
    /// its beginning.
    private static void readOn(HttpLog log, long size, List<JsonNode> entries) {
        if (size < entries.size()) {
            entries.clear();
        }
        long bundle = entries.size() / TilePath.FULL;
        entries.subList(Math.toIntExact(bundle * TilePath.FULL), entries.size()).clear();
        for (; bundle * TilePath.FULL < size; bundle++) {
            var path = TilePath.in(size, TilePath.ENTRIES, bundle).orElseThrow();
            for (var entry : new Tile(path, log.get(path)).entries()) {
                entries.add(json(entry));
            }
        }
    }

    /// The entry of that id, once it is published.
    public static JsonNode entry(String region, String id) {
        return entriesOnce(region, isEntry(id)).stream()
                .filter(isEntry(id))
                .findFirst()
                .orElseThrow();
    }

    public static Predicate<JsonNode> isEntry(String id) {
        return entry -> entry.path("id").asText().equals(id);
    }

    /// A region's log is whole, as our verifier finds it over HTTP.
    static void assertVerifies(String region) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var log = new String[] {address(region).toString()};
        int exit = Verify.run("./domicile verify", log, stream, stream);
        assertEquals(Verify.FINE, exit, out.toString(StandardCharsets.UTF_8));
    }

    public static URI address(String region) {
        return URI.create("http://localhost:%d/v1/audit/%s/".formatted(RestAssured.port, region));
    }

    private static JsonNode json(byte[] entry) {
        try {
            return Json.MAPPER.readTree(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
