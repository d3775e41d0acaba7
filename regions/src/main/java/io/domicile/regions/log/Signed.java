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
import io.domicile.audit.Tree;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known to be signed, by three places that do not fail together: the newest checkpoint of
/// the tables, that of the published files, and that of the guard.
record Signed(LogTables tables, TileFiles files, Guard guard, List<NoteVerifier> verifiers) {

    private static final String CHECKPOINT = "checkpoint";

    /// A note of this log's own key, and what it says.
    record Known(Checkpoint checkpoint, Note note) {}

    /// Takes the keys that sign now and those that did before a rotation.
    static Signed of(LogTables tables, TileFiles files, Guard guard, NoteSigner signer)
            throws SQLException {
        var replaced = new KeyRows(tables.connection(), tables.log()).all();
        var verifiers =
                Stream.concat(
                                signer.vkeys().stream(),
                                replaced.stream().flatMap(row -> row.vkeys().stream()))
                        .distinct()
                        .flatMap(vkey -> NoteVerifier.parse(vkey).stream())
                        .toList();
        return new Signed(tables, files, guard, verifiers);
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
        var now = new Checkpoint(tables.log(), head.size(), head.root());
        known.forEach(old -> requireContinued(old.checkpoint(), now, tables));
        tables.connection().rollback();
    }

    /// The largest of all that was signed; empty if nothing was.
    Optional<Known> last() throws SQLException {
        return known().stream().max(Comparator.comparingLong(one -> one.checkpoint().size()));
    }

    /// Proves that a log only grew after all that was signed, which is consistent in itself then.
    ///
    /// @param now the log
    /// @param tiles where its tiles are; they must give its root
    /// @throws RolledBack if more entries than these were signed
    /// @throws LogFailure if the tiles are another log, or one that did not only grow
    void requireContinued(Checkpoint now, TileReader tiles) throws SQLException {
        var all = known();
        for (var old : all) {
            if (old.checkpoint().size() > now.size()) {
                throw new RolledBack(now.size(), old.checkpoint().size());
            }
        }
        var unused = Tree.restore(now.size(), now.root(), tiles);
        all.forEach(old -> requireContinued(old.checkpoint(), now, tiles));
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
                verifiers.stream()
                        .filter(one -> one.verifies(note))
                        .findFirst()
                        .orElseThrow(
                                () -> new LogFailure.Damaged("it is not signed by the log's keys"));
        var checkpoint = Checkpoint.open(note, verifier);
        if (!checkpoint.origin().equals(tables.log())) {
            throw new LogFailure.Conflict("a checkpoint of another log: " + checkpoint.origin());
        }
        return checkpoint;
    }

    private List<Known> known() throws SQLException {
        return Stream.of(tables.lastSigned(), shownNote(), guard.read())
                .flatMap(Optional::stream)
                .map(note -> new Known(open(note), note))
                .toList();
    }
}
