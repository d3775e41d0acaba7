// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.bench.RecordTransactions.Audit;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What the audit log costs records: how many are stored in a second without it, with it, and with
/// a hash chain in its place; how fast a backlog goes; and how soon an entry is public.
final class PipelineBenchmark {

    static final int WRITERS = 16;

    /// Above so many cores the log's own work does not take the writers' time.
    private static final int ENOUGH_CORES = 4;

    private static final int DRAIN_GOAL = 25_000;

    private final boolean brief;
    private final LogGround ground;

    private PipelineBenchmark(boolean brief, LogGround ground) {
        this.brief = brief;
        this.ground = ground;
    }

    /// Runs all of it.
    ///
    /// @param brief for about half a minute, with a smaller backlog
    static List<Measured> run(boolean brief) {
        try (var ground = new LogGround()) {
            var benchmark = new PipelineBenchmark(brief, ground);
            var results = new ArrayList<Measured>(benchmark.throughput());
            results.addAll(benchmark.drain());
            results.addAll(new PublicationLag(ground, brief).measure());
            return results;
        } catch (IOException | SQLException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the log cannot be measured here", e);
        }
    }

    /// The three take turns, so that what the machine does meanwhile meets all of them; the medians
    /// count.
    private List<Measured> throughput()
            throws SQLException, InterruptedException, ExecutionException {
        var rates = new EnumMap<Audit, List<Double>>(Audit.class);
        long waiting = 0;
        for (int round = 0; round < (brief ? 1 : 3); round++) {
            for (var audit : Audit.values()) {
                ground.execute("truncate record, chain");
                double rate;
                if (audit == Audit.OUTBOX) {
                    try (var log = ground.open()) {
                        rate = rate(audit);
                        waiting = Math.max(waiting, waiting());
                    }
                } else {
                    rate = rate(audit);
                }
                rates.computeIfAbsent(audit, _ -> new ArrayList<>()).add(rate);
            }
        }
        double alone = median(rates, Audit.NONE);
        double logged = median(rates, Audit.OUTBOX);
        double chained = median(rates, Audit.CHAIN);
        int cores = Runtime.getRuntime().availableProcessors();
        return List.of(
                new Rate(
                        "record, outbox and live log beside record alone",
                        cores >= ENOUGH_CORES ? 0.7 : 0.5,
                        logged,
                        alone),
                new Rate("the same beside a hash chain", 4, logged, chained),
                new Reading("entries that waited at the end", "entries", waiting, 50_000, true));
    }

    private double rate(Audit audit) throws SQLException, InterruptedException, ExecutionException {
        var length = Duration.ofSeconds(brief ? 4 : 10);
        long start = System.nanoTime();
        long end = start + length.toNanos();
        var writers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(() -> {
                try (var records = new RecordTransactions(ground.database(), audit)) {
                    long stored = 0;
                    while (System.nanoTime() < end) {
                        records.store();
                        stored++;
                    }
                    return stored;
                }
            });
        }
        long stored = 0;
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (var writer : threads.invokeAll(writers)) {
                stored += writer.get();
            }
        }
        return stored * 1e9 / (System.nanoTime() - start);
    }

    private List<Measured> drain() throws SQLException, InterruptedException {
        int entries = brief ? 50_000 : 300_000;
        ground.execute(
                "insert into audit_outbox (event_id, entry) select cast(lpad(to_hex((extract(epoch"
                        + " from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||"
                        + " substr(md5(i::text), 1, 19) as uuid), convert_to(repeat(md5(i::text),"
                        + " 19), 'UTF8') from generate_series(1, "
                        + entries
                        + ") i");
        long goal = waiting() + size();
        long start = System.nanoTime();
        try (var log = ground.open()) {
            // To count what waits still would take a core from who places it.
            while (size() < goal) {
                Thread.sleep(5);
            }
            double placed = entries * 1e9 / (System.nanoTime() - start);
            while (log.published() < goal) {
                Thread.sleep(5);
            }
            double published = entries * 1e9 / (System.nanoTime() - start);
            var of = "backlog of %,d ".formatted(entries);
            return List.of(
                    new Reading(of + "placed", "entries/s", placed, DRAIN_GOAL, false),
                    new Reading(of + "public", "entries/s", published, DRAIN_GOAL / 2, false));
        }
    }

    private long size() throws SQLException {
        return ground.number("select sum(size) from audit_tree");
    }

    private long waiting() throws SQLException {
        return ground.number("select count(*) from audit_outbox");
    }

    private static double median(EnumMap<Audit, List<Double>> rates, Audit audit) {
        var all = rates.getOrDefault(audit, List.of());
        return all.stream().sorted(Comparator.naturalOrder()).toList().get(all.size() / 2);
    }
}
