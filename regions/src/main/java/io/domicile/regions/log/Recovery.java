// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.SigningKey;
import io.domicile.audit.Tile;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Tells the tables of a restored database the entries that were published after its backup was
/// made. They lie in the log's files, whole and signed for.
public final class Recovery {

    private final LogTables tables;
    private final TileFiles files;
    private final Signed signed;

    private Recovery(Connection connection, String origin, SigningKey key, Path folder) {
        this.tables = new LogTables(connection, origin, UUID.randomUUID());
        this.files = new TileFiles(folder);
        this.signed = Signed.of(tables, files, new NoteSigner(origin, key));
    }

    /// What the database did not know.
    ///
    /// @param from how many entries it knew
    /// @param entries those that were published after them, in their order
    public record Missed(long from, List<PublishedEntry> entries) {

        public Missed {
            entries = List.copyOf(entries);
        }
    }

    /// Adds what is missing; the caller commits.
    ///
    /// @param connection of the owner's role, without auto-commit
    /// @param origin the log's origin
    /// @param key the key that signs it
    /// @param folder where it is published
    /// @param from how many entries the database must know now
    /// @return what was added; empty if the database knows another number of entries, or all
    /// @throws LogFailure if the files are not a log that continues the database's
    public static Optional<Missed> run(
            Connection connection, String origin, SigningKey key, Path folder, long from)
            throws SQLException {
        return new Recovery(connection, origin, key, folder).add(from);
    }

    private Optional<Missed> add(long from) throws SQLException {
        var note = signed.shownNote();
        var head = tables.seize();
        if (note.isEmpty() || head.size() != from || signed.open(note.get()).size() <= from) {
            return Optional.empty();
        }
        var goal = signed.open(note.get());
        Signed.requireContinued(new Checkpoint(goal.origin(), from, head.root()), goal, files);
        var entries = new ArrayList<PublishedEntry>();
        var tree = Tree.restore(from, head.root(), tables);
        while (tree.size() < goal.size()) {
            tree = add(tree, goal, entries);
        }
        if (!tree.root().equals(goal.root())) {
            throw new LogFailure.Conflict("the published entries do not give the published root");
        }
        tables.storeSigned(goal, note.get());
        return Optional.of(new Missed(from, entries));
    }

    /// Adds the entries of one bundle that the tree does not have.
    private Tree add(Tree tree, Checkpoint goal, List<PublishedEntry> entries) throws SQLException {
        long number = tree.size() / TilePath.FULL;
        var path = TilePath.in(goal.size(), TilePath.ENTRIES, number).orElseThrow();
        var bundle = new Tile(path, files.get(path)).entries();
        var added = bundle.subList((int) (tree.size() % TilePath.FULL), bundle.size());
        var read = added.stream().map(PublishedEntry::read).toList();
        tables.forget(read.stream().map(PublishedEntry::id).toList());
        var batch = tree.append(added);
        var placed = new ArrayList<LogTables.Waiting>();
        for (int i = 0; i < read.size(); i++) {
            placed.add(
                    new LogTables.Waiting(
                            0, read.get(i).id(), Bytes.of(added.get(i)), Optional.empty()));
        }
        tables.store(placed, batch);
        entries.addAll(read);
        return batch.tree();
    }
}
