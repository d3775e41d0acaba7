// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Consistency;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TileReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known to be signed: the newest checkpoint of the tables, and that of the files, which
/// lie outside the database and are in none of its backups.
record Signed(LogTables tables, TileFiles files, List<NoteVerifier> verifiers) {

    private static final String CHECKPOINT = "checkpoint";

    /// Takes the keys that sign now and those that did before a rotation.
    static Signed of(LogTables tables, TileFiles files, NoteSigner signer) throws SQLException {
        var replaced = new KeyRows(tables.connection(), tables.log()).all();
        var verifiers =
                Stream.concat(
                                signer.vkeys().stream(),
                                replaced.stream().flatMap(row -> row.vkeys().stream()))
                        .distinct()
                        .flatMap(vkey -> NoteVerifier.parse(vkey).stream())
                        .toList();
        return new Signed(tables, files, verifiers);
    }

    /// Compares the tables as they stand with what was signed. Writes nothing and waits for nobody,
    /// so a gateway can look before it serves.
    ///
    /// @throws RolledBack if the tables know less than was signed
    /// @throws LogFailure.Conflict if they know something else
    void requireContinued() throws SQLException {
        // Before the tree is read, which another gateway may make grow, and then sign.
        var known = known();
        var head = tables.head();
        for (var old : known) {
            requireContinued(old, new Checkpoint(tables.log(), head.size(), head.root()), tables);
        }
        tables.connection().rollback();
    }

    /// @throws RolledBack if more entries than these were signed
    void requireSize(long size) throws SQLException {
        for (var checkpoint : known()) {
            if (checkpoint.size() > size) {
                throw new RolledBack(size, checkpoint.size());
            }
        }
    }

    /// Proves that a log only grew after all that was signed.
    ///
    /// @param now the log, at least as large as what was signed
    /// @param tiles where its tiles are
    /// @throws LogFailure.Conflict if it did not
    void requireContinued(Checkpoint now, TileReader tiles) throws SQLException {
        for (var old : known()) {
            requireContinued(old, now, tiles);
        }
    }

    static void requireContinued(Checkpoint old, Checkpoint now, TileReader tiles) {
        if (old.size() > now.size()) {
            throw new RolledBack(now.size(), old.size());
        }
        boolean consistent =
                old.size() == 0
                        || (old.size() == now.size()
                                ? old.root().equals(now.root())
                                : Consistency.of(old.size(), now.size(), tiles)
                                        .proves(old.root(), now.root()));
        if (!consistent) {
            throw new LogFailure.Conflict(
                    "the log with "
                            + now.size()
                            + " entries does not continue the one with "
                            + old.size());
        }
    }

    /// The checkpoint of the files.
    Optional<Checkpoint> shown() {
        return shownNote().map(this::open);
    }

    Optional<Note> shownNote() {
        return files.read(CHECKPOINT).map(Note::parse);
    }

    /// The checkpoint in a note of one of this log's own keys.
    Checkpoint open(Note note) {
        var verifier =
                verifiers.stream().filter(one -> one.verifies(note)).findFirst().orElseThrow(() ->
                        new LogFailure.Damaged("it is not signed by the log's keys"));
        var checkpoint = Checkpoint.open(note, verifier);
        if (!checkpoint.origin().equals(tables.log())) {
            throw new LogFailure.Conflict("a checkpoint of another log: " + checkpoint.origin());
        }
        return checkpoint;
    }

    private List<Checkpoint> known() throws SQLException {
        return Stream.concat(tables.lastSigned().map(this::open).stream(), shown().stream())
                .toList();
    }
}
