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
import java.util.Optional;
import java.util.UUID;

/// Tells the tables of a restored database the entries that were published after its backup was
/// made. They lie in the log's files, whole and signed for.
public final class Recovery {

    /// Is told of the entries that are added.
    @FunctionalInterface
    public interface Listener {

        /// One of them, in their order.
        ///
        /// @param lost whether the database did not know the event: what it did is not there
        void added(PublishedEntry entry, boolean lost);
    }

    private final LogTables tables;
    private final TileFiles files;
    private final Signed signed;

    private Recovery(
            Connection connection, String origin, SigningKey key, Path folder, Path guard) {
        this.tables = new LogTables(connection, origin, UUID.randomUUID());
        this.files = new TileFiles(folder);
        this.signed =
                Signed.of(tables, files, new Guard(guard, origin), new NoteSigner(origin, key));
    }

    /// Adds what is missing; the caller commits.
    ///
    /// @param connection of the owner's role, without auto-commit
    /// @param origin the log's origin
    /// @param key the key that signs it
    /// @param folder where it is published
    /// @param guard the folder that remembers what was signed
    /// @param from how many entries the database must know now
    /// @param listener is told of each entry that is added
    /// @return how many; 0 if the database knows another number of entries, or all
    /// @throws LogFailure if the files are not a log that continues the database's
    public static long run(
            Connection connection,
            String origin,
            SigningKey key,
            Path folder,
            Path guard,
            long from,
            Listener listener)
            throws SQLException {
        return new Recovery(connection, origin, key, folder, guard).add(from, listener);
    }

    private long add(long from, Listener listener) throws SQLException {
        var last = signed.last();
        var head = tables.seize();
        if (last.isEmpty() || head.size() != from || last.get().checkpoint().size() <= from) {
            return 0;
        }
        var goal = last.get().checkpoint();
        Signed.requireContinued(new Checkpoint(goal.origin(), from, head.root()), goal, files);
        var tree = Tree.restore(from, head.root(), tables);
        while (tree.size() < goal.size()) {
            tree = add(tree, goal, listener);
        }
        if (!tree.root().equals(goal.root())) {
            throw new LogFailure.Conflict("the published entries do not give the published root");
        }
        tables.storeSigned(goal, last.get().note());
        return goal.size() - from;
    }

    /// Adds the entries of one bundle that the tree does not have.
    private Tree add(Tree tree, Checkpoint goal, Listener listener) throws SQLException {
        long number = tree.size() / TilePath.FULL;
        var path = TilePath.in(goal.size(), TilePath.ENTRIES, number).orElseThrow();
        var bundle = new Tile(path, files.get(path)).entries();
        var missing = bundle.subList((int) (tree.size() % TilePath.FULL), bundle.size());
        var entries = missing.stream().map(PublishedEntry::read).toList();
        var waited = tables.forget(entries.stream().map(PublishedEntry::id).toList());
        var batch = tree.append(missing);
        var placed = new ArrayList<LogTables.Waiting>();
        var lost = new ArrayList<Long>();
        for (int i = 0; i < missing.size(); i++) {
            var entry = entries.get(i);
            boolean isLost = !waited.contains(entry.id());
            var bytes = Bytes.of(missing.get(i));
            placed.add(new LogTables.Waiting(0, entry.id(), bytes, Optional.empty()));
            if (isLost) {
                lost.add(tree.size() + i);
            }
            listener.added(entry, isLost);
        }
        tables.store(placed, batch);
        LostEntries.mark(tables.connection(), tables.log(), lost);
        return batch.tree();
    }
}
