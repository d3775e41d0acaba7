// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.TileReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Collects the cosignatures of a log's newest checkpoint. The log's publisher tells it what it
/// signed and takes what has come; witnesses are asked on threads of their own. For the last
/// checkpoint of the log before they are asked until it satisfies the policy too.
public final class Collector implements AutoCloseable {

    /// How long the next checkpoint waits for the cosignatures of the last one. Without, a busy log
    /// would be ahead of its witnesses for ever.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final boolean required;
    private final List<Cosignatory> witnesses = new ArrayList<>();
    private Supplier<Optional<Policy>> policy = Optional::empty;
    private Runnable arrived = () -> {};
    private Optional<Wanted> newest = Optional.empty();
    private Optional<Wanted> last = Optional.empty();
    private Optional<Note> larger = Optional.empty();
    private boolean closed;

    /// @param required whether nothing is shown before the policy's quorum has cosigned it
    public Collector(boolean required) {
        this.required = required;
    }

    /// Begins to ask. Until then nobody is known who could cosign.
    ///
    /// @param circle whom
    /// @param keys the keys that sign the region's logs
    /// @param tiles of the log of an origin
    /// @param onArrival called when something was collected
    public synchronized void begin(
            Circle circle,
            Supplier<List<NoteVerifier>> keys,
            Function<String, TileReader> tiles,
            Runnable onArrival) {
        policy = () -> Optional.of(circle.policy(keys.get()));
        arrived = onArrival;
        circle.addresses()
                .forEach((key, address) ->
                        witnesses.add(new Cosignatory(key, address, tiles, this)));
    }

    /// The policy that the log's checkpoints are to satisfy; empty until [#begin].
    public synchronized Optional<Policy> policy() {
        return policy.get();
    }

    /// Whether nothing is shown before the quorum has cosigned it.
    public boolean isRequired() {
        return required;
    }

    /// Says which log takes entries now. What was collected of another is dropped.
    ///
    /// @param before the last checkpoint of the log before, as it is published
    public synchronized void follow(String origin, Optional<Note> before) {
        newest = newest.filter(now -> now.origin().equals(origin));
        if (before.filter(note -> last.stream().anyMatch(now -> now.isOf(note))).isEmpty()) {
            last = before.map(note -> new Wanted(note, Optional.of(note)));
        }
        witnesses.forEach(Cosignatory::wake);
    }

    /// Says what was signed last.
    ///
    /// @param note with the log's own signatures
    public synchronized void tell(Note note) {
        var same = newest.filter(now -> now.isOf(note));
        same.ifPresent(now -> now.tell(note));
        newest = same.or(() -> Optional.of(new Wanted(note, Optional.empty())));
        witnesses.forEach(Cosignatory::wake);
    }

    /// Whether the log should sign nothing new yet.
    public synchronized boolean isCollecting() {
        if (newest.isEmpty() || newest.get().isFresh()) {
            return newest.isPresent();
        }
        var now = newest.get();
        if (required) {
            return !isSatisfied(now);
        }
        return !closed
                && now.isYoungerThan(PATIENCE)
                && witnesses.stream().anyMatch(one -> !one.isResting() && now.lacks(one.key()));
    }

    /// The newest checkpoint with all cosignatures so far, when more have come and they are enough.
    public synchronized Optional<Note> collected() {
        return newest.filter(now -> !required || isSatisfied(now)).flatMap(Wanted::take);
    }

    /// The last checkpoint of the log before with all its cosignatures, when more have come.
    public synchronized Optional<Note> collectedLast() {
        return last.flatMap(Wanted::take);
    }

    /// A checkpoint that a witness saw and that is larger than the newest: of another gateway, or
    /// of a time that the log has forgotten. Whether the log signed it is not checked yet.
    public synchronized Optional<Note> larger() {
        return larger;
    }

    /// Says that there is nothing about a larger checkpoint.
    public synchronized void settle(Note note) {
        larger = larger.filter(other -> !other.equals(note));
    }

    /// How often each witness was asked.
    public synchronized List<WitnessTally> tallies() {
        return witnesses.stream().map(Cosignatory::tally).toList();
    }

    @Override
    public void close() {
        List<Cosignatory> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(witnesses);
        }
        all.forEach(Cosignatory::close);
    }

    /// The newest checkpoint, if it lacks this witness' cosignature.
    synchronized Optional<Note> wantedOf(NoteVerifier witness) {
        return lacking(newest, witness);
    }

    /// The last checkpoint of the log before, if it does and needs more.
    synchronized Optional<Note> lastWantedOf(NoteVerifier witness) {
        last = last.filter(one -> one.isFresh() || !isSatisfied(one));
        return lacking(last, witness);
    }

    private Optional<Note> lacking(Optional<Wanted> wanted, NoteVerifier witness) {
        return wanted.filter(one -> !closed && one.lacks(witness)).map(Wanted::note);
    }

    /// Takes cosignatures that were verified.
    void add(Note note, List<Note.Signature> lines) {
        synchronized (this) {
            var wanted = newest.filter(now -> now.isOf(note)).or(() -> last);
            if (wanted.filter(one -> one.isOf(note)).isEmpty()) {
                return;
            }
            wanted.orElseThrow().add(lines);
        }
        arrived.run();
    }

    void saw(Note note) {
        synchronized (this) {
            larger = Optional.of(note);
        }
        arrived.run();
    }

    private boolean isSatisfied(Wanted wanted) {
        return policy.get()
                .map(all -> all.check(wanted.best(), Instant.now()))
                .filter(Policy.Verdict::isSatisfied)
                .isPresent();
    }
}
