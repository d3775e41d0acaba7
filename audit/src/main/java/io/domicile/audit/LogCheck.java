// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// Recomputes a whole log from its entries and compares every hash tile with what comes out.
///
/// Bundles are hashed side by side and taken in order, so that memory holds a few bundles and one
/// row of at most 256 hashes per level, whatever the size.
final class LogCheck {
    /// How many bundles wait for their turn, for each that is being hashed.
    private static final int AHEAD = 2;

    private final TileReader log;
    private final long size;
    private final Scope scope;
    private final Progress progress;
    private final Merkle merkle = new Merkle();
    private final List<Row> rows = new ArrayList<>();
    private long seen;
    private byte[] first = {};
    private byte[] last = {};

    /// @param scope the entries that must be there
    /// @param progress is told from one thread
    LogCheck(TileReader log, long size, Scope scope, Progress progress) {
        this.log = log;
        this.size = size;
        this.scope = scope;
        this.progress = progress;
    }

    /// The hashes of one level that were computed since its last full tile.
    private static final class Row {
        private final byte[] hashes = new byte[TilePath.FULL * Hash.BYTES];
        private long index;
        private int count;
    }

    /// Checks everything.
    ///
    /// @param concurrency how many bundles to read at the same time
    /// @return the first fault in the order of the entries, or nothing if all files agree
    /// @throws LogFailure.Unavailable if a file cannot be read
    Optional<Fault> run(int concurrency) {
        var faults = new ArrayList<Fault>();
        entries(concurrency).ifPresent(faults::add);
        // a fault further up may touch entries before the one found, so the open rows count too
        for (var level = 1; level < rows.size(); level++) {
            if (rows.get(level).count > 0) {
                compare(level).ifPresent(faults::add);
            }
        }
        return faults.stream().min(Fault.ORDER);
    }

    /// Takes the bundles in order, while the next ones are hashed on threads that last: a thread or
    /// a stream for each bundle costs more than the bundle where a run is short.
    private Optional<Fault> entries(int concurrency) {
        try (var pool = Executors.newFixedThreadPool(concurrency)) {
            try {
                return entries(pool, AHEAD * concurrency);
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private Optional<Fault> entries(Executor pool, int most) {
        var bundles = Math.ceilDiv(size, TilePath.FULL);
        var ahead = new ArrayDeque<CompletableFuture<BundleCheck>>();
        var fault = Optional.<Fault>empty();
        for (var n = 0L; fault.isEmpty() && (n < bundles || !ahead.isEmpty()); n++) {
            if (n < bundles) {
                var bundle = new BundleCheck(log, size, n);
                ahead.add(CompletableFuture.supplyAsync(() -> bundle.run(scope), pool));
            }
            if (n >= bundles || ahead.size() > most) {
                fault = take(ahead.remove().join());
            }
        }
        return fault;
    }

    /// How many entries were there and hashed.
    long seen() {
        return seen;
    }

    /// When the first and the last of them happened.
    Span span() {
        return new Span(EntryTimes.of(first), EntryTimes.of(last));
    }

    /// The root that the entries give, after a [#run(int)] without a fault.
    Hash root() {
        return Merkle.edgeRoot(
                rows.stream().map(r -> Arrays.copyOf(r.hashes, r.count * Hash.BYTES)).toList());
    }

    private Optional<Fault> take(BundleCheck bundle) {
        if (bundle.fault().isPresent()) {
            return bundle.fault();
        }
        if (bundle.seen() > 0) {
            first = seen == 0 ? bundle.first() : first;
            last = bundle.last();
            seen += bundle.seen();
        }
        var leaves = row(0);
        System.arraycopy(bundle.leaves(), 0, leaves.hashes, 0, bundle.leaves().length);
        leaves.count = bundle.path().width() % TilePath.FULL;
        progress.checked(bundle.path().firstEntry(bundle.path().width()), size);
        return bundle.path().isFull() ? push(1, bundle.root()) : Optional.empty();
    }

    private Optional<Fault> push(int level, Hash hash) {
        var row = row(level);
        hash.copyTo(row.hashes, row.count++);
        if (row.count < TilePath.FULL) {
            return Optional.empty();
        }
        var fault = compare(level);
        if (fault.isPresent()) {
            return fault;
        }
        row.index++;
        row.count = 0;
        return push(level + 1, merkle.root(row.hashes, 0, TilePath.FULL));
    }

    private Optional<Fault> compare(int level) {
        var row = row(level);
        return new TileCheck(log, size).compare(level, row.index, row.hashes, row.count);
    }

    private Row row(int level) {
        while (rows.size() <= level) {
            rows.add(new Row());
        }
        return rows.get(level);
    }
}
