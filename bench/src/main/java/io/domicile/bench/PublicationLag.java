// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.audit.EntryProof;
import io.domicile.audit.Note;
import io.domicile.audit.TileFiles;
import io.domicile.bench.RecordTransactions.Audit;
import io.domicile.regions.log.RegionLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long it takes from the commit of a record, at 2,000 a second, until anyone can get the proof
/// that the log has it.
///
/// @param brief for eight seconds, not thirty
record PublicationLag(LogGround ground, boolean brief) {

    private static final int RATE = 2000;

    /// How many proofs are made at the end, to be sure that there are any.
    private static final int PROOFS = 100;

    List<Measured> measure() throws SQLException, InterruptedException, ExecutionException {
        try (var log = ground.open()) {
            var shown = new TreeMap<Long, Long>();
            var commits = new ConcurrentHashMap<UUID, Long>();
            try (var threads = Executors.newFixedThreadPool(PipelineBenchmark.WRITERS + 1)) {
                var watcher = threads.submit(() -> watch(log, shown));
                threads.invokeAll(writers(commits)).forEach(PublicationLag::join);
                long size =
                        ground.number(
                                "select (select max(idx) + 1 from audit_index)"
                                        + " + (select count(*) from audit_outbox)");
                while (log.published() < size) {
                    Thread.sleep(5);
                }
                watcher.cancel(true);
            }
            prove(log);
            var lags = lags(commits, shown);
            return List.of(
                    new Reading("commit to public at 2,000/s, p50", "ms", at(lags, 50), 2000, true),
                    new Reading(
                            "commit to public at 2,000/s, p99", "ms", at(lags, 99), 2000, true));
        }
    }

    /// Each writer keeps to its own times, whether or not it is late.
    private List<Callable<Boolean>> writers(Map<UUID, Long> commits) {
        int each = RATE / PipelineBenchmark.WRITERS * (brief ? 8 : 30);
        long gap = TimeUnit.SECONDS.toNanos(1) * PipelineBenchmark.WRITERS / RATE;
        long start = System.nanoTime();
        var writers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < PipelineBenchmark.WRITERS; i++) {
            long first = start + gap * i / PipelineBenchmark.WRITERS;
            writers.add(() -> {
                try (var records = new RecordTransactions(ground.database(), Audit.OUTBOX)) {
                    for (int n = 0; n < each; n++) {
                        LockSupport.parkNanos(first + n * gap - System.nanoTime());
                        commits.put(records.store(), System.nanoTime());
                    }
                    return true;
                }
            });
        }
        return writers;
    }

    /// Notes when each size became public.
    private static void watch(RegionLog log, TreeMap<Long, Long> shown) {
        while (!Thread.currentThread().isInterrupted()) {
            long size = log.published();
            synchronized (shown) {
                shown.putIfAbsent(size, System.nanoTime());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static void join(Future<Boolean> writer) {
        try {
            writer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a writer failed", e);
        }
    }

    private double[] lags(Map<UUID, Long> commits, TreeMap<Long, Long> shown) throws SQLException {
        var lags = new double[commits.size()];
        int n = 0;
        try (var connection = ground.database().connect();
                var query = connection.prepareStatement("select event_id, idx from audit_index");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var commit = commits.get(rows.getObject(1, UUID.class));
                if (commit != null) {
                    long at = shown.higherEntry(rows.getLong(2)).getValue();
                    lags[n++] = Math.max(0, at - commit) / 1e6;
                }
            }
        }
        if (n != lags.length) {
            throw new IllegalStateException("entries are missing in the log");
        }
        Arrays.sort(lags);
        return lags;
    }

    private static void prove(RegionLog log) {
        var files = new TileFiles(log.folder());
        var note = files.read("checkpoint").map(Note::parse).orElseThrow();
        for (int i = 0; i < PROOFS; i++) {
            EntryProof.of(log.published() - 1 - i, note, files);
        }
    }

    private static double at(double[] sorted, int percentile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percentile / 100)];
    }
}
