// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A checkpoint for which cosignatures are collected. Its [Collector] keeps threads apart.
final class Wanted {

    private final long told = System.nanoTime();
    private Note note;
    private Optional<Note> cosigned;
    private boolean fresh;

    /// @param note with the log's own signatures
    /// @param cosigned with the cosignatures that have come before
    Wanted(Note note, Optional<Note> cosigned) {
        this.note = note;
        this.cosigned = cosigned;
    }

    Note note() {
        return note;
    }

    String origin() {
        return Checkpoint.parse(note).origin();
    }

    boolean isOf(Note other) {
        return note.text().equals(other.text());
    }

    /// Is told of the same checkpoint again.
    void tell(Note again) {
        note = again;
        fresh = cosigned.isPresent();
    }

    boolean isYoungerThan(Duration age) {
        return System.nanoTime() - told < age.toNanos();
    }

    boolean lacks(NoteVerifier witness) {
        return cosigned.stream()
                .flatMap(one -> one.signatures().stream())
                .noneMatch(line -> Witness.isOf(line, witness));
    }

    /// With the lines that have come, if any have.
    Note best() {
        return cosigned.orElse(note);
    }

    /// Whether lines have come that nobody took yet.
    boolean isFresh() {
        return fresh;
    }

    Optional<Note> take() {
        if (!fresh) {
            return Optional.empty();
        }
        fresh = false;
        return cosigned;
    }

    /// Lines of before a restart give way to newer ones of the same key.
    void add(List<Note.Signature> lines) {
        var others =
                best().signatures().stream()
                        .filter(old -> lines.stream().noneMatch(line -> isOfSameKey(line, old)))
                        .toList();
        cosigned = Optional.of(new Note(note.text(), others).with(lines));
        fresh = true;
    }

    private static boolean isOfSameKey(Note.Signature one, Note.Signature other) {
        return one.name().equals(other.name()) && one.keyId().equals(other.keyId());
    }
}
