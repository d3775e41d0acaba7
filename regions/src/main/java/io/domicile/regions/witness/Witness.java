// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Consistency;
import io.domicile.audit.Cosigner;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// A region as a witness of other logs (C2SP tlog-witness): it cosigns a checkpoint if the log only
/// grew since the last one, and has written that down before it answers. Of a log it learns its
/// name, its size and its root. Safe for use by several threads and gateways.
///
/// Methods throw [ResidenceUnavailable] while what it saw last cannot be looked up, or may be out
/// of an old backup.
public final class Witness implements AutoCloseable {

    /// How long the same cosignature is given again for the same checkpoint. Whoever has a signed
    /// checkpoint may ask, as often as it likes.
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Cosigner cosigner;
    private final WitnessState state;
    private final BooleanSupplier isStopped;
    private final Map<Integer, LongAdder> answered = new ConcurrentHashMap<>();
    private volatile KnownLogs logs = _ -> List.of();

    /// @param cosigner the witness's name and key
    /// @param sequencer the role that writes what was seen
    /// @param folder where the same is kept outside the database and its backups
    /// @param isStopped whether the database must not be believed
    public Witness(Cosigner cosigner, Database sequencer, Path folder, BooleanSupplier isStopped) {
        this.cosigner = cosigner;
        this.state = new WitnessState(new WitnessTable(sequencer), folder);
        this.isStopped = isStopped;
    }

    /// Says which logs it cosigns from now on; until then none.
    public void know(KnownLogs known) {
        logs = known;
    }

    /// Its name and public key, as policies name them.
    public String vkey() {
        return cosigner.vkey();
    }

    /// How many requests it answered with a status since the start.
    public long answered(int status) {
        return answered.getOrDefault(status, new LongAdder()).sum();
    }

    /// Answers `add-checkpoint`.
    public Reply add(byte[] body) {
        requireOwnState();
        var reply = judge(body);
        answered.computeIfAbsent(reply.status(), _ -> new LongAdder()).increment();
        return reply;
    }

    /// The checkpoint of a log that it cosigned last, with the log's signatures and its own.
    ///
    /// @param hash SHA-256 of the log's origin, in lower-case hex
    public Optional<String> checkpoint(String hash) {
        requireOwnState();
        return state.note(hash);
    }

    @Override
    public void close() {
        state.close();
    }

    private void requireOwnState() {
        if (isStopped.getAsBoolean()) {
            throw new ResidenceUnavailable("a witness does not know what it saw last");
        }
    }

    private Reply judge(byte[] body) {
        try {
            var request = AddCheckpoint.parse(body);
            var next = Checkpoint.parse(request.note());
            var keys = logs.keys(next.origin());
            if (keys.isEmpty()) {
                return new Reply(Reply.UNKNOWN, "unknown log");
            }
            return signatures(keys, request.note())
                    .map(signatures -> judge(request, next, signatures))
                    .orElseGet(() -> new Reply(Reply.UNSIGNED, "invalid signature"));
        } catch (LogFailure.Damaged e) {
            return new Reply(Reply.MALFORMED, e.getMessage());
        }
    }

    private Reply judge(AddCheckpoint request, Checkpoint next, List<Note.Signature> signatures) {
        if (request.old() > next.size()) {
            return new Reply(Reply.MALFORMED, "old size above the checkpoint's");
        }
        var last = state.last(next.origin());
        long known = last.map(Checkpoint::size).orElse(0L);
        if (known != request.old()) {
            return Reply.stale(known);
        }
        if (!isGrown(request, next, last)) {
            return new Reply(Reply.INCONSISTENT, "invalid consistency proof");
        }
        var before = last.filter(next::equals).flatMap(_ -> cosigned(request.note()));
        if (before.isPresent()) {
            return before.get();
        }
        var cosignature = cosigner.cosign(request.note());
        var note = new Note(request.note().text(), signatures).with(List.of(cosignature));
        if (!state.advance(known, next, note)) {
            return Reply.stale(state.last(next.origin()).map(Checkpoint::size).orElse(0L));
        }
        return Reply.cosigned(cosignature.line() + "\n");
    }

    /// What it answered to the same checkpoint a moment ago.
    private Optional<Reply> cosigned(Note next) {
        return state.note(WitnessState.name(Checkpoint.parse(next).origin()))
                .map(text -> Note.parse(text.getBytes(StandardCharsets.UTF_8)))
                .filter(kept -> kept.text().equals(next.text()) && cosigner.isFresh(kept, FRESH))
                .map(kept -> Reply.cosigned(own(kept)));
    }

    private String own(Note note) {
        return note.signatures().stream()
                .filter(line -> cosigner.vkey().startsWith(line.name() + "+" + line.keyId() + "+"))
                .map(line -> line.line() + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isGrown(
            AddCheckpoint request, Checkpoint next, Optional<Checkpoint> last) {
        if (next.size() == 0 && !next.root().equals(Merkle.EMPTY_ROOT)) {
            return false;
        }
        if (request.old() == 0) {
            return request.proof().isEmpty();
        }
        return new Consistency(request.old(), next.size(), request.proof())
                .proves(last.orElseThrow().root(), next.root());
    }

    /// The signatures of the log itself; empty if there is none, or one that does not verify.
    private static Optional<List<Note.Signature>> signatures(List<NoteVerifier> keys, Note note) {
        var good = new ArrayList<Note.Signature>();
        for (var key : keys) {
            if (key.check(note) == NoteVerifier.Outcome.INVALID) {
                return Optional.empty();
            }
            good.addAll(note.signatures().stream().filter(line -> isOf(line, key)).toList());
        }
        return good.isEmpty() ? Optional.empty() : Optional.of(good);
    }

    static boolean isOf(Note.Signature line, NoteVerifier key) {
        return key.shortName().equals(line.name() + "+" + line.keyId());
    }
}
