// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Consistency;
import io.domicile.audit.Hash;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.TileReader;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// One witness as a log asks it, on a thread of its own: a witness that is slow or gone keeps no
/// other waiting, and is asked less and less often.
final class Cosignatory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Cosignatory.class);

    /// The log may grow, and another gateway may ask, between an answer 409 and the next request.
    private static final int TRIES = 4;

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final NoteVerifier key;
    private final WitnessAddress address;
    private final Function<String, TileReader> tiles;
    private final Collector log;
    private final Rounds rounds;
    private final LongAdder cosigned = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private String origin = "";
    private long known;
    private volatile int failures;
    private volatile long restUntil = System.nanoTime();
    private long lastDue = System.nanoTime();

    /// @param key of its cosignatures
    /// @param tiles of the log of an origin
    /// @param log what is wanted, and where cosignatures go
    Cosignatory(
            NoteVerifier key,
            WitnessAddress address,
            Function<String, TileReader> tiles,
            Collector log) {
        this.key = key;
        this.address = address;
        this.tiles = tiles;
        this.log = log;
        this.rounds = new Rounds("cosign-" + key.name());
        rounds.start(this::round);
    }

    NoteVerifier key() {
        return key;
    }

    /// Whether it failed and is left alone for a while.
    boolean isResting() {
        return restUntil - System.nanoTime() > 0;
    }

    WitnessTally tally() {
        return new WitnessTally(key.name(), cosigned.sum(), failed.sum());
    }

    void wake() {
        rounds.wake();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private Duration round() throws InterruptedException {
        var note = log.wantedOf(key);
        if (isResting()) {
            return Duration.ofNanos(restUntil - System.nanoTime());
        }
        try {
            if (note.isPresent()) {
                ask(note.get());
                cosigned.increment();
                if (failures > 0) {
                    LOG.infof("the witness %s cosigns again", key.shortName());
                }
                failures = 0;
            }
        } catch (IOException | ResidenceUnavailable | LogFailure e) {
            return rest(e);
        }
        askLast();
        return IDLE;
    }

    /// Asks for the last checkpoint of the log before, now and then: a witness that does not know
    /// that log still is a good one for this.
    private void askLast() throws InterruptedException {
        var last = log.lastWantedOf(key);
        if (last.isEmpty() || lastDue - System.nanoTime() > 0) {
            return;
        }
        lastDue = System.nanoTime() + IDLE.toNanos();
        try {
            ask(last.get());
            cosigned.increment();
        } catch (IOException | ResidenceUnavailable | LogFailure e) {
            failed.increment();
            LOG.debugf(
                    "the witness %s does not cosign the log before: %s",
                    key.shortName(), Faults.describe(e));
        }
    }

    private Duration rest(Exception why) {
        failed.increment();
        if (failures == 0) {
            LOG.warnf(
                    "the witness %s does not cosign: %s",
                    key.shortName(),
                    why instanceof Refusal ? why.getMessage() : Faults.describe(why));
        }
        failures = Math.min(failures + 1, 6);
        var rest = Duration.ofSeconds(1L << (failures - 1));
        var longest = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
        restUntil = System.nanoTime() + longest.toNanos();
        return longest;
    }

    private void ask(Note note) throws IOException, InterruptedException {
        var next = Checkpoint.parse(note);
        if (!next.origin().equals(origin)) {
            origin = next.origin();
            known = 0;
        }
        for (int i = 0; i < TRIES; i++) {
            var reply = address.add(new AddCheckpoint(known, proof(next), note).bytes());
            if (reply.status() == Reply.COSIGNED) {
                known = next.size();
                log.add(note, lines(note, reply.body()));
                return;
            }
            if (reply.status() != Reply.STALE) {
                throw new Refusal("it answers with status " + reply.status());
            }
            known = size(reply.body());
            if (known > next.size()) {
                look(next.origin());
                throw new Refusal("it has seen " + known + " entries, more than were published");
            }
        }
        throw new Refusal("its size changes with every answer");
    }

    private List<Hash> proof(Checkpoint next) {
        return known == 0 || known >= next.size()
                ? List.of()
                : Consistency.of(known, next.size(), tiles.apply(next.origin())).path();
    }

    /// Only lines of this witness' key, and only if they verify.
    private List<Note.Signature> lines(Note note, String body) throws IOException {
        var lines =
                body.lines()
                        .map(Note.Signature::parse)
                        .filter(line -> Witness.isOf(line, key))
                        .toList();
        if (lines.isEmpty() || !key.verifies(new Note(note.text(), lines))) {
            throw new Refusal("its cosignature does not verify");
        }
        return lines;
    }

    /// Gets the larger checkpoint that it saw, which shows whose fault it is.
    private void look(String origin) throws IOException, InterruptedException {
        Optional<byte[]> larger = address.checkpoint(WitnessState.name(origin));
        if (larger.isPresent()) {
            log.saw(Note.parse(larger.get()));
        }
    }

    private static long size(String body) throws IOException {
        if (!body.matches("(0|[1-9][0-9]{0,17})\n")) {
            throw new Refusal("it answers 409 without a size");
        }
        return Long.parseLong(body.strip());
    }

    /// What a witness said, in words that repeat nothing of it.
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        Refusal(String why) {
            super(why);
        }
    }
}
