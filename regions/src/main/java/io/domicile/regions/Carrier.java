// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.regions.store.Departures;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Carries records from one region to another, step by step (`docs/transfers.md`).
///
/// How far each record is stands in the old home's tables alone, and every step can be done again,
/// so it goes on after a crash of anything where it was. Any number of gateways may try.
final class Carrier implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Carrier.class);

    /// How often it looks for what another gateway has left.
    private static final Duration IDLE = Duration.ofSeconds(15);

    /// How long it waits at most while something is on its way.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// How often it looks whether a checkpoint covers what has arrived.
    private static final Duration TICK = Duration.ofMillis(50);

    private final Residence from;
    private final Residence to;
    private final Repacking repacking;
    private final Semaphore wake = new Semaphore(1);
    private final Thread thread;
    private boolean working = true;
    private volatile boolean closed;

    Carrier(Residence from, Residence to, Repacking repacking) {
        this.from = from;
        this.to = to;
        this.repacking = repacking;
        this.thread =
                Thread.ofVirtual()
                        .name("carrier-" + from.region() + "-" + to.region())
                        .start(this::run);
    }

    /// Says that records may go.
    void wake() {
        wake.release();
    }

    /// Ends after the step at hand.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("interrupted while %s ended", this);
        }
    }

    private void run() {
        try {
            var pause = Duration.ZERO;
            while (!closed) {
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                    pause = TICK;
                }
                pause = closed ? IDLE : carry(pause);
            }
        } catch (InterruptedException e) {
            LOG.warnf("%s is interrupted and ends", this);
        }
    }

    /// Does what can be done now.
    ///
    /// @param paused how long it has waited
    /// @return when to look again: soon after a step, ever later while nothing moves
    private Duration carry(Duration paused) {
        try {
            if (from.departures().isAtRest(to.region())) {
                return IDLE;
            }
            boolean moved = arrive() | release() | open();
            from.shredLeft(to.region());
            boolean done = from.releases().finish(to.region());
            working = true;
            if (moved) {
                return TICK;
            }
            return done ? IDLE : Collections.min(List.of(paused.plus(TICK), PATIENCE));
        } catch (RuntimeException e) {
            // One warning for each time that it comes to a stop.
            if (working) {
                LOG.warnf("%s waits: %s", this, Faults.describe(e));
            }
            working = false;
            return PATIENCE;
        }
    }

    private List<Departure> those(Transfer.State state) {
        return from.departures().in(state, to.region());
    }

    /// Seals at the target what may go.
    ///
    /// @return whether there was any
    private boolean arrive() {
        var begun = those(Transfer.State.BEGUN);
        var waiting = new LinkedHashMap<Departure, CompletionStage<Admission>>();
        var gone = new ArrayList<Departure>();
        for (var departure : begun) {
            try {
                switch (from.open(departure.tenant(), recordOf(departure))) {
                    case Opened.Clear clear -> waiting.put(departure, deliver(departure, clear));
                    case Opened.Erased _, Opened.Moved _, Opened.Absent _ -> gone.add(departure);
                }
            } catch (SealBroken e) {
                from.departures().end(List.of(departure), Optional.of("seal_broken"));
            }
        }
        if (!gone.isEmpty()) {
            // A gateway that died may have sealed them there already.
            discard(gone);
        }
        var arrived = new LinkedHashMap<Departure, UUID>();
        waiting.forEach((departure, written) -> arrived.put(departure, entry(written)));
        if (!arrived.isEmpty()) {
            from.departures().arrived(arrived);
        }
        return !begun.isEmpty();
    }

    private RecordId recordOf(Departure departure) {
        return new RecordId(from.region(), departure.record());
    }

    private CompletionStage<Admission> deliver(Departure departure, Opened.Clear clear) {
        var parcel = repacking.of(departure.tenant(), clear.content(), to);
        var passage =
                new Passage(departure.transfer(), departure.tenant(), from.region(), to.region());
        var deposit =
                new Deposit(
                        departure.tenant(),
                        parcel.holder(),
                        clear.status(),
                        clear.type(),
                        Optional.empty(),
                        parcel.terms(),
                        clear.occurredAt(),
                        parcel.content(),
                        clear.expiresAt(),
                        departure.policy(),
                        passage.note("arrived"),
                        Optional.empty());
        return to.arrive(deposit, departure.arrival(), departure.transfer());
    }

    private static UUID entry(CompletionStage<Admission> written) {
        try {
            if (written.toCompletableFuture().join() instanceof Admission.Done(var receipt)) {
                return receipt.entry();
            }
            throw new IllegalStateException("an arrival is written or fails");
        } catch (CompletionException e) {
            throw e.getCause() instanceof ResidenceUnavailable unavailable ? unavailable : e;
        }
    }

    /// Gives up here what the target's log shows.
    ///
    /// @return whether anything was
    private boolean release() {
        var arrived = those(Transfer.State.ARRIVED);
        if (arrived.isEmpty()) {
            return false;
        }
        var known = to.arrivals().known(Departures.arrivals(arrived));
        var lost = arrived.stream().filter(one -> !known.here().contains(one.arrival())).toList();
        if (!lost.isEmpty()) {
            // The target was restored from a backup, or their time was over there.
            from.departures().beginAgain(lost);
        }
        var shown =
                arrived.stream().filter(one -> known.covered().contains(one.arrival())).toList();
        if (shown.isEmpty()) {
            return false;
        }
        var released = from.releases().release(shown);
        if (!released.erased().isEmpty()) {
            discard(released.erased());
        }
        return released.any();
    }

    /// Ends the way of records that are erased or expired at home.
    private void discard(List<Departure> gone) {
        to.arrivals().discard(from.region(), Departures.arrivals(gone));
        from.departures().end(gone, Optional.empty());
    }

    /// Opens there what was given up here.
    ///
    /// @return whether there was any
    private boolean open() {
        var released = those(Transfer.State.RELEASED);
        if (released.isEmpty()) {
            return false;
        }
        var entries = to.arrivals().open(from.region(), Departures.arrivals(released));
        var here = to.arrivals().known(Departures.arrivals(released)).here();
        from.departures().done(released, here, entries);
        return true;
    }

    @Override
    public String toString() {
        return "the carrier from " + from.region() + " to " + to.region();
    }
}
