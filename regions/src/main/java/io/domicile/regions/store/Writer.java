// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Erasure;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.ResidenceUnavailable;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes a region's records and audit rows: one thread takes all that waits, and commits it in one
/// transaction with one fsync.
public final class Writer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final int QUEUE = 8192;
    private static final int BATCH = 512;

    private final Home home;
    private final Stores stores;
    private final StatelessSession session;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Ids ids;
    private final KeyRing ring;
    private final Log log;
    private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean closed;
    private volatile boolean reachable = true;

    /// @param session the session that belongs to the running transaction
    /// @param log the region's log, which is told of new entries and says when it has too many
    public Writer(Home home, Stores stores, StatelessSession session, Clock clock, Log log) {
        this.log = log;
        this.home = home;
        this.stores = stores;
        this.session = session;
        this.clock = clock;
        this.ids = new Ids(clock, random);
        this.ring = new KeyRing(home, clock, random, ids);
        this.thread = Thread.ofPlatform().name("writer-" + home.region()).start(this::run);
    }

    /// What the writer needs of the region's log.
    ///
    /// @param wake says that entries wait
    /// @param congested whether so many wait that no more can be taken
    public record Log(Runnable wake, BooleanSupplier congested) {}

    /// Takes a record; never blocks.
    public CompletionStage<Admission> admit(Deposit deposit) {
        return enqueue(new Write.OfRecord(deposit, new CompletableFuture<>()));
    }

    /// Takes an audit row; never blocks.
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Optional<Once> once) {
        return enqueue(new Write.OfNote(note, holder, once, new CompletableFuture<>()));
    }

    /// Destroys a subject's keys between two batches; blocks. See [Eraser#erase].
    public Erasure erase(Eraser eraser, String tenant, String subject, Note note) {
        turn.lock();
        try {
            var erasure = eraser.erase(home, ids, tenant, subject, note, clock.instant());
            ring.drop(erasure.keys());
            log.wake().run();
            return erasure;
        } finally {
            turn.unlock();
        }
    }

    /// Whether the last transaction went through.
    public boolean isReachable() {
        return reachable;
    }

    /// Writes what waits, then stops. What comes later is refused.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("interrupted while the writer of %s ended", home.region());
        }
    }

    private CompletionStage<Admission> enqueue(Write write) {
        if (closed) {
            write.result().completeExceptionally(unavailable("the gateway is stopping", null));
        } else if (log.congested().getAsBoolean()) {
            write.result().completeExceptionally(unavailable("audit_backlog", null));
        } else if (!queue.offer(write)) {
            write.result().completeExceptionally(unavailable("queue_full", null));
        } else if (!thread.isAlive() && queue.remove(write)) {
            write.result().completeExceptionally(unavailable("the gateway is stopping", null));
        }
        return write.result();
    }

    private void run() {
        var waiting = new ArrayList<Write>();
        while (!closed || !queue.isEmpty() || !waiting.isEmpty()) {
            try {
                take(waiting);
                work(waiting);
            } catch (InterruptedException e) {
                LOG.warnf("the writer of %s is interrupted and ends", home.region());
                closed = true;
            }
        }
        ring.clear();
    }

    private void work(List<Write> waiting) {
        turn.lock();
        try {
            ring.expire();
            if (!waiting.isEmpty()) {
                commit(distinct(waiting));
            }
        } finally {
            turn.unlock();
        }
    }

    private void take(List<Write> waiting) throws InterruptedException {
        if (waiting.isEmpty()) {
            var first = queue.poll(200, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            waiting.add(first);
        }
        queue.drainTo(waiting, BATCH - waiting.size());
    }

    /// Takes out of `waiting` all but the writes whose idempotency key is already in this batch.
    private List<Write> distinct(List<Write> waiting) {
        var keys = new HashSet<Bytes>();
        var batch = new ArrayList<Write>();
        waiting.removeIf(write -> {
            boolean alone =
                    write.once()
                            .map(once -> keys.add(home.onceKey(write.tenant(), once)))
                            .orElse(true);
            return alone && batch.add(write);
        });
        return batch;
    }

    private void commit(List<Write> writes) {
        try {
            var results = attempt(writes);
            reachable = true;
            Thread.startVirtualThread(
                    () -> results.forEach((write, result) -> write.result().complete(result)));
        } catch (RuntimeException | Error e) {
            if (isUnreachable(e)) {
                fail(writes, e);
            } else if (writes.size() > 1) {
                commitEach(writes);
            } else {
                refuse(writes.getFirst(), e);
            }
        }
    }

    /// One by one, so that a bad write fails alone; when the database falls, the rest fails at
    /// once.
    private void commitEach(List<Write> writes) {
        for (int i = 0; i < writes.size(); i++) {
            commit(List.of(writes.get(i)));
            if (!reachable) {
                fail(writes.subList(i + 1, writes.size()), null);
                return;
            }
        }
    }

    private IdentityHashMap<Write, Admission> attempt(List<Write> writes) {
        try {
            var results =
                    stores.in(
                            home.region(),
                            () ->
                                    new Batch(home, ring, ids, random, clock.instant())
                                            .write(session, writes));
            ring.keep();
            log.wake().run();
            return results;
        } catch (RuntimeException | Error e) {
            ring.forget();
            throw e;
        }
    }

    /// The database is away: whoever waits is told so now, not after each one's own time-out.
    private void fail(List<Write> writes, @Nullable Throwable cause) {
        if (reachable) {
            LOG.errorf(cause, "the database of %s cannot be reached", home.region());
        }
        reachable = false;
        stores.flush(home.region());
        var all = new ArrayList<>(writes);
        queue.drainTo(all);
        var failure = unavailable("its database cannot be reached", cause);
        Thread.startVirtualThread(
                () -> all.forEach(write -> write.result().completeExceptionally(failure)));
    }

    private void refuse(Write write, Throwable cause) {
        LOG.errorf("the store of %s refused a write: %s", home.region(), describe(cause));
        var failure = unavailable("its store refused the write", cause);
        Thread.startVirtualThread(() -> write.result().completeExceptionally(failure));
    }

    private ResidenceUnavailable unavailable(String why, @Nullable Throwable cause) {
        return new ResidenceUnavailable("region " + home.region() + ": " + why, cause);
    }

    /// Connection exceptions (SQLSTATE 08), operator intervention (57), and no connection at all.
    private static boolean isUnreachable(Throwable failure) {
        for (var e = failure; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                var state = sql.getSQLState();
                return state == null || state.startsWith("08") || state.startsWith("57");
            }
        }
        return false;
    }

    /// The kinds of the failure and its causes; their messages may hold values.
    private static String describe(Throwable failure) {
        var kinds = new ArrayList<String>();
        for (var e = failure; e != null; e = e.getCause()) {
            kinds.add(
                    e instanceof SQLException sql
                            ? "SQLSTATE " + sql.getSQLState()
                            : e.getClass().getSimpleName());
        }
        return String.join(" < ", kinds);
    }
}
