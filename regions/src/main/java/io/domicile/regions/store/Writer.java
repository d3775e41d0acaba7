// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Admission;
import io.domicile.regions.AuditBacklog;
import io.domicile.regions.Bytes;
import io.domicile.regions.Closing;
import io.domicile.regions.Closure;
import io.domicile.regions.Departure;
import io.domicile.regions.Deposit;
import io.domicile.regions.Disclosure;
import io.domicile.regions.Edition;
import io.domicile.regions.Erasing;
import io.domicile.regions.Erasure;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Tally;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/// Writes a region's records and audit rows: one thread takes all that waits, and commits it in one
/// transaction with one fsync.
public final class Writer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Writer.class);
    private static final int QUEUE = 8192;
    private static final int BATCH = 512;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final String AWAY = "its database or its keys cannot be reached";

    private final Home home;
    private final Stores stores;
    private final StatelessSession session;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Ids ids;
    private final KeyRing ring;
    private final DecisionRows decisions;
    private final Log log;
    private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile boolean closed;
    private volatile boolean reachable = true;
    private long looked = System.nanoTime();

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
        this.decisions = new DecisionRows(home);
        this.thread = Thread.ofPlatform().name("writer-" + home.region()).start(this::run);
    }

    /// What the writer needs of the region's log.
    ///
    /// @param wake says that entries wait
    /// @param stopped whether the log signs nothing more until somebody decides
    /// @param congested whether so many wait that no more can be taken
    /// @param unsigned whether what holds the keys does not sign the log now
    public record Log(
            Runnable wake,
            BooleanSupplier stopped,
            BooleanSupplier congested,
            BooleanSupplier unsigned) {}

    /// Takes a record; never blocks.
    public CompletionStage<Admission> admit(Deposit deposit) {
        return enqueue(new Write.OfRecord(deposit, new CompletableFuture<>()));
    }

    /// Takes an audit row; never blocks.
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Optional<Once> once) {
        return enqueue(new Write.OfNote(note, holder, once, new CompletableFuture<>()));
    }

    /// Takes the audit row of an export that is counted with it; never blocks.
    public CompletionStage<Admission> note(Note note, Optional<Bytes> holder, Tally tally) {
        return enqueue(new Write.OfExport(note, holder, tally, new CompletableFuture<>()));
    }

    /// Takes what the law said of a record's transfer; never blocks.
    public CompletionStage<Admission> depart(
            Departure departure, Note note, Optional<Bytes> holder, Optional<Tally> tally) {
        return enqueue(
                new Write.OfDeparture(departure, note, holder, tally, new CompletableFuture<>()));
    }

    /// Takes a record that comes from another region; never blocks.
    ///
    /// @param id its id here; one that is here already is not written again
    public CompletionStage<Admission> arrive(Deposit deposit, UUID id, UUID transfer) {
        return enqueue(new Write.OfArrival(deposit, id, transfer, new CompletableFuture<>()));
    }

    /// Destroys what is left of the keys of a subject whose home has moved; blocks. See
    /// [Eraser#shred].
    public void shred(Eraser eraser, Releases.Left left) {
        requireLog();
        turn.lock();
        try {
            ring.drop(
                    eraser.shred(
                            home,
                            ids,
                            left.passage(),
                            left.key(),
                            left.keepLog(),
                            clock.instant()));
        } finally {
            turn.unlock();
        }
        log.wake().run();
    }

    /// Destroys a subject's keys between two batches, and counts what they had sealed afterwards;
    /// blocks. See [Eraser#erase].
    public Optional<Erasure> erase(Eraser eraser, Erasing order) {
        requireLog();
        turn.lock();
        Optional<Erasure> erasure;
        try {
            erasure = eraser.erase(home, ids, order, clock.instant());
            erasure.ifPresent(done -> ring.drop(done.keys()));
        } finally {
            turn.unlock();
        }
        log.wake().run();
        return erasure.map(done -> eraser.count(home, order.tenant(), done));
    }

    /// Places a legal hold; blocks. See [Holds#place].
    public LegalHold hold(Holds holds, String subject, LegalHold.Draft draft, Note note) {
        requireLog();
        var hold = holds.place(home, ids.next(), subject, draft, note);
        log.wake().run();
        return hold;
    }

    /// Releases a legal hold; blocks. See [Holds#release].
    public Optional<LegalHold> release(Holds holds, String subject, String reference, Note note) {
        requireLog();
        var hold = holds.release(home, ids.next(), subject, reference, note);
        log.wake().run();
        return hold;
    }

    /// Ends a session between two batches; blocks. See [ClosedSessions#close].
    public Closure close(ClosedSessions sessions, Closing closing) {
        requireLog();
        turn.lock();
        try {
            var closure = sessions.closeAlone(home, ids, closing, clock.instant());
            ring.drop(closure.keys());
            log.wake().run();
            return closure;
        } finally {
            turn.unlock();
        }
    }

    /// Writes the record that ends its session, and ends the session, in one transaction; blocks.
    ///
    /// @param closing its ending
    /// @return as of [#admit]; the session ends where it is [Admission.Done]
    public Admission admitLast(ClosedSessions sessions, Deposit last, Closing closing) {
        var write = new Write.OfRecord(last, new CompletableFuture<>());
        var obstacle = obstacle(write);
        if (obstacle.isPresent()) {
            throw obstacle.get();
        }
        turn.lock();
        try {
            var end =
                    stores.read(
                            home.region(),
                            Tenants.of(last.tenant()),
                            () -> end(sessions, write, closing));
            ring.keep();
            ring.drop(end.destroyed());
            decisions.keep();
            log.wake().run();
            return end.admission();
        } catch (RuntimeException | Error e) {
            ring.forget();
            decisions.forget();
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private record End(Admission admission, List<UUID> destroyed) {}

    private End end(ClosedSessions sessions, Write.OfRecord write, Closing closing) {
        var now = clock.instant();
        sessions.lock();
        var admission =
                Objects.requireNonNull(batch(now).write(session, List.of(write)).get(write));
        if (!(admission instanceof Admission.Done)) {
            return new End(admission, List.of());
        }
        return new End(admission, sessions.close(home, ids, closing, now).keys());
    }

    private Batch batch(Instant now) {
        return new Batch(home, ring, decisions, ids, random, now);
    }

    /// Writes an edition of a tenant's register in a transaction of its own; blocks. See
    /// [Editions#enter].
    public Optional<Edition> enter(Editions editions, Edition.Draft draft, Note note) {
        requireOpen();
        var edition = editions.enter(home, ids.next(), draft, note, clock.instant());
        log.wake().run();
        return edition;
    }

    /// Places the holds that a demand orders, then enters the demand; blocks. See
    /// [Disclosures#enter]. A hold without its demand holds too much, a demand without its hold too
    /// little.
    public Disclosure enter(
            Disclosures disclosures, Holds holds, Disclosure.Draft draft, List<Note> notes) {
        requireOpen();
        var id = ids.next();
        draft.hold()
                .ifPresent(hold -> {
                    for (var subject : draft.subjects()) {
                        var unused =
                                holds.place(
                                        home,
                                        ids.next(),
                                        subject,
                                        Disclosures.hold(home, id, hold.until()),
                                        hold.note());
                    }
                });
        var entered = disclosures.enter(home, ids, id, draft, notes, clock.instant());
        log.wake().run();
        return entered;
    }

    /// Enters what came of a demand; blocks. See [Disclosures#enter].
    public Optional<Disclosure> enter(
            Disclosures disclosures, Disclosure before, Disclosure.Draft.Step step, Note note) {
        requireOpen();
        var entered = disclosures.enter(home, ids.next(), before, step, note, clock.instant());
        log.wake().run();
        return entered;
    }

    /// Destroys the keys in memory: the database is not the one that they came from.
    public void forget() {
        turn.lock();
        try {
            ring.clear();
            decisions.clear();
        } finally {
            turn.unlock();
        }
    }

    /// Whether database and keys were there when they were asked last, by a write or, without any,
    /// by the writer itself every second.
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
        var obstacle = obstacle(write);
        if (obstacle.isPresent()) {
            write.result().completeExceptionally(obstacle.get());
        } else if (!queue.offer(write)) {
            write.result().completeExceptionally(unavailable("queue_full"));
        } else if (!thread.isAlive() && queue.remove(write)) {
            write.result().completeExceptionally(unavailable("the gateway is stopping"));
        }
        return write.result();
    }

    private Optional<ResidenceUnavailable> obstacle(Write write) {
        if (closed) {
            return Optional.of(unavailable("the gateway is stopping"));
        }
        if (log.stopped().getAsBoolean()) {
            return Optional.of(unavailable("audit_log_stopped"));
        }
        if (log.unsigned().getAsBoolean()) {
            // Keys that are in memory still would seal: whoever stops the holder wants an end.
            return Optional.of(unavailable(AWAY));
        }
        if (!Screening.isStorable(home, write)) {
            return Optional.of(unavailable("a write that no store can take"));
        }
        return log.congested().getAsBoolean() ? Optional.of(backlog()) : Optional.empty();
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
                var unused = commit(distinct(waiting));
            }
        } finally {
            turn.unlock();
        }
    }

    private void take(List<Write> waiting) throws InterruptedException {
        if (waiting.isEmpty()) {
            var first = queue.poll(200, TimeUnit.MILLISECONDS);
            if (first == null) {
                look();
                return;
            }
            waiting.add(first);
        }
        queue.drainTo(waiting, BATCH - waiting.size());
    }

    /// While nobody writes, only this tells that the database has gone, or that it and the keys are
    /// back: callers do not come while they are told that the region is down.
    private void look() {
        if (System.nanoTime() - looked < LOOK_AGAIN.toNanos()) {
            return;
        }
        turn.lock();
        try {
            var answer = stores.in(home.region(), Tenants.NONE, this::ask);
            back();
        } catch (RuntimeException | Error e) {
            if (!reachable) {
                // What was opened since it went may have been broken by another fall.
                stores.flush(home.region());
            }
            away(e);
        } finally {
            turn.unlock();
        }
        looked = System.nanoTime();
    }

    private Integer ask() {
        if (!reachable) {
            ring.follow(session);
            var there = home.keys().keks();
        }
        return session.createNativeQuery("select 1", Integer.class).getSingleResult();
    }

    private void away(Throwable cause) {
        if (reachable) {
            LOG.errorf(
                    "the database or the keys of %s cannot be reached: %s",
                    home.region(), Faults.describe(cause));
            stores.flush(home.region());
            reachable = false;
        }
    }

    /// What was opened meanwhile may have been broken since.
    private void back() {
        if (!reachable) {
            stores.flush(home.region());
            reachable = true;
        }
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

    /// Writes all in one transaction. Where the store refuses them, each half has one of its own,
    /// so that a bad write fails alone in the end.
    ///
    /// @return whether the database is there; if not, the rest fails at once
    private boolean commit(List<Write> writes) {
        try {
            var results = attempt(writes);
            back();
            Thread.startVirtualThread(
                    () -> results.forEach((write, result) -> write.result().complete(result)));
            return true;
        } catch (RuntimeException | Error e) {
            if (Faults.isUnreachable(e)) {
                fail(writes, e);
                return false;
            }
            if (writes.size() == 1) {
                refuse(writes.getFirst(), e);
                return true;
            }
            int half = writes.size() / 2;
            var second = writes.subList(half, writes.size());
            if (commit(writes.subList(0, half))) {
                return commit(second);
            }
            fail(second, e);
            return false;
        }
    }

    /// What is about all tenants writes no row of any.
    private static Tenants tenants(List<Write> writes) {
        return Tenants.of(
                writes.stream()
                        .map(Write::tenant)
                        .filter(tenant -> !tenant.equals(RetentionEvents.ALL))
                        .toList());
    }

    private IdentityHashMap<Write, Admission> attempt(List<Write> writes) {
        try {
            var results =
                    stores.in(
                            home.region(),
                            tenants(writes),
                            () -> batch(clock.instant()).write(session, writes));
            ring.keep();
            decisions.keep();
            log.wake().run();
            return results;
        } catch (RuntimeException | Error e) {
            ring.forget();
            decisions.forget();
            throw e;
        }
    }

    /// The database is away: whoever waits is told so now, not after each one's own time-out.
    private void fail(List<Write> writes, Throwable cause) {
        away(cause);
        var all = new ArrayList<>(writes);
        queue.drainTo(all);
        var failure = unavailable(AWAY);
        Thread.startVirtualThread(
                () -> all.forEach(write -> write.result().completeExceptionally(failure)));
    }

    private void refuse(Write write, Throwable cause) {
        LOG.errorf("the store of %s refused a write: %s", home.region(), Faults.describe(cause));
        var failure = unavailable("its store refused the write");
        Thread.startVirtualThread(() -> write.result().completeExceptionally(failure));
    }

    private void requireOpen() {
        if (closed) {
            throw unavailable("the gateway is stopping");
        }
        requireLog();
        if (log.congested().getAsBoolean()) {
            throw backlog();
        }
    }

    private void requireLog() {
        if (log.stopped().getAsBoolean()) {
            throw unavailable("audit_log_stopped");
        }
    }

    private AuditBacklog backlog() {
        return new AuditBacklog("region " + home.region() + ": audit_backlog");
    }

    private ResidenceUnavailable unavailable(String why) {
        return new ResidenceUnavailable("region " + home.region() + ": " + why);
    }
}
