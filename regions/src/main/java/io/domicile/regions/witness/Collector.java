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
import java.util.function.Supplier;

/// Collects the cosignatures of a log's newest checkpoint. The log's publisher tells it what it
/// signed and takes what has come; witnesses are asked on threads of their own.
public final class Collector implements AutoCloseable {

    /// How long the next checkpoint waits for the cosignatures of the last one. Without, a busy log
    /// would be ahead of its witnesses for ever.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final boolean required;
    private final List<Cosignatory> witnesses = new ArrayList<>();
    private Supplier<Optional<Policy>> policy = Optional::empty;
    private Runnable arrived = () -> {};
    private Optional<Note> newest = Optional.empty();
    private Optional<Note> cosigned = Optional.empty();
    private Optional<Note> larger = Optional.empty();
    private boolean fresh;
    private boolean closed;
    private long told;

    /// @param required whether nothing is shown before the policy's quorum has cosigned it
    public Collector(boolean required) {
        this.required = required;
    }

    /// Begins to ask. Until then nobody is known who could cosign.
    ///
    /// @param circle whom
    /// @param keys the keys that sign the region's logs
    /// @param tiles of the current log
    /// @param onArrival called when something was collected
    public synchronized void begin(
            Circle circle,
            Supplier<List<NoteVerifier>> keys,
            Supplier<TileReader> tiles,
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

    /// Says what was signed last.
    ///
    /// @param note with the log's own signatures
    public synchronized void tell(Note note) {
        if (newest.filter(now -> now.text().equals(note.text())).isPresent()) {
            fresh = cosigned.isPresent();
        } else {
            cosigned = Optional.empty();
            fresh = false;
            told = System.nanoTime();
        }
        newest = Optional.of(note);
        witnesses.forEach(Cosignatory::wake);
    }

    /// Whether the log should sign nothing new yet.
    public synchronized boolean isCollecting() {
        if (newest.isEmpty() || fresh) {
            return fresh;
        }
        if (required) {
            return !isSatisfied();
        }
        return !closed
                && System.nanoTime() - told < PATIENCE.toNanos()
                && witnesses.stream()
                        .anyMatch(one -> !one.isResting() && wantedOf(one.key()).isPresent());
    }

    /// The newest checkpoint with all cosignatures so far, when more have come and they are enough.
    public synchronized Optional<Note> collected() {
        if (!fresh || (required && !isSatisfied())) {
            return Optional.empty();
        }
        fresh = false;
        return cosigned;
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
        boolean has =
                cosigned.stream()
                        .flatMap(note -> note.signatures().stream())
                        .anyMatch(line -> Witness.isOf(line, witness));
        return has || closed ? Optional.empty() : newest;
    }

    /// Takes cosignatures that were verified.
    void add(Note note, List<Note.Signature> lines) {
        synchronized (this) {
            if (newest.filter(now -> now.text().equals(note.text())).isEmpty()) {
                return;
            }
            cosigned = Optional.of(cosigned.or(() -> newest).orElseThrow().with(lines));
            fresh = true;
        }
        arrived.run();
    }

    void saw(Note note) {
        synchronized (this) {
            larger = Optional.of(note);
        }
        arrived.run();
    }

    private boolean isSatisfied() {
        return cosigned.or(() -> newest)
                .flatMap(note -> policy.get().map(p -> p.check(note, Instant.now())))
                .filter(Policy.Verdict::isSatisfied)
                .isPresent();
    }
}
