// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Duration;
import java.time.InstantSource;

/// Signs the checkpoints of other logs, with the time: what a witness does
/// ([tlog-cosignature](https://c2sp.org/tlog-cosignature)).
///
/// It signs what it is given. That the checkpoint continues the one signed before is its caller's
/// to see to. Safe for use by several threads.
public final class Cosigner {
    private final Line line;

    /// A cosigner with an Ed25519 key, whose lines every verifier of cosignatures knows.
    ///
    /// @param name the witness' name
    /// @param key the private key; not one that signs anything else
    /// @param clock says when a checkpoint is signed
    public Cosigner(String name, SigningKey key, InstantSource clock) {
        this(name, Algorithm.COSIGNATURE, key, clock);
    }

    /// @param name the witness' name
    /// @param kind a kind with a time
    /// @param key the private key, of that kind; not one that signs anything else
    /// @param clock says when a checkpoint is signed
    public Cosigner(String name, Algorithm kind, SigningKey key, InstantSource clock) {
        if (!kind.isTimed()) {
            throw new IllegalArgumentException("a cosignature carries a time");
        }
        this.line = new Line(name, kind, key, clock);
    }

    /// The witness' name.
    public String name() {
        return line.name();
    }

    /// The public key, as a vkey.
    public String vkey() {
        return line.vkey();
    }

    /// The line to put under a checkpoint, as of now.
    ///
    /// @throws LogFailure.Damaged if the note is not a checkpoint
    public Note.Signature cosign(Note note) {
        Checkpoint.parse(note);
        return line.sign(note.text());
    }

    /// Whether it cosigned the note itself, and not longer ago than this.
    public boolean isFresh(Note note, Duration most) {
        return NoteVerifier.parse(vkey())
                .flatMap(key -> key.time(note))
                .filter(time -> !time.plus(most).isBefore(line.clock().instant()))
                .isPresent();
    }

    /// The public key; never the private one.
    @Override
    public String toString() {
        return vkey();
    }
}
