// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Tile;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import io.domicile.regions.Shard;
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

    private final LogHome home;
    private final LogTables tables;
    private final TileFiles files;
    private final Signed signed;

    private Recovery(LogHome home, Connection connection, String origin, Path folder)
            throws SQLException {
        this.home = home;
        this.tables = new LogTables(connection, origin, UUID.randomUUID());
        this.files = new TileFiles(folder);
        var signer = home.keys().signer(connection, origin, home.signed(origin, files));
        this.signed = Signed.of(tables, files, home.guard(origin), signer);
    }

    /// Adds what is missing; the caller commits.
    ///
    /// @param connection of the owner's role, without auto-commit
    /// @param home whose logs
    /// @param from how many entries the database must know now of the last log that it knows of
    /// @param listener is told of each entry that is added
    /// @return how many; 0 if the database knows another number of entries, or all
    /// @throws LogFailure if the files are not logs that continue the database's
    public static long run(Connection connection, LogHome home, long from, Listener listener)
            throws SQLException {
        home.shards().refresh(connection);
        var shard = home.shards().current();
        var last = new Recovery(home, connection, shard.origin(), home.shards().folder());
        if (last.tables.head().size() != from) {
            return 0;
        }
        long all = last.add(from, listener);
        var later = home.shards().publishedAfter(shard.origin());
        for (int number = shard.number() + 1; later.isPresent(); number++) {
            var next = later.get();
            begin(home, connection, number, next.origin());
            all += new Recovery(home, connection, next.origin(), next.folder()).add(0, listener);
            later = home.shards().publishedAfter(next.origin());
        }
        return all;
    }

    /// Begins a log that the database does not know of, as [Turn] did. The new key that followed a
    /// compromise is found by what it signed.
    private static void begin(LogHome home, Connection connection, int number, String origin)
            throws SQLException {
        var rows = new ShardRows(connection);
        var before = rows.all().getLast();
        rows.insert(origin, number, Optional.empty());
        if (!before.isCompromised()) {
            home.keys().begin(connection, before.origin(), origin, false);
        }
    }

    private long add(long from, Listener listener) throws SQLException {
        var last = signed.last();
        var head = tables.seize();
        if (last.isEmpty() || last.get().checkpoint().size() <= from) {
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

    /// Takes up what an entry says of the log itself.
    ///
    /// @param lost whether the database did not know the event, and so not what it did either
    private void learn(PublishedEntry entry, boolean lost) {
        var rows = new ShardRows(tables.connection());
        try {
            if (entry.act().equals("log.closed")) {
                rows.close(tables.log());
                if (entry.labels().contains(Turn.REASON + Shard.COMPROMISE)) {
                    rows.freeze(tables.log());
                }
            }
            if (entry.act().equals("log.frozen")) {
                rows.freeze(entry.label("log:").orElseThrow());
            }
            if (lost && entry.act().equals("log.key.rotated")) {
                var statement = KeyStatement.read(entry.labels()).orElseThrow();
                home.keys().learn(tables.connection(), statement, tables.log(), entry.time());
            }
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
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
        entries.forEach(entry -> learn(entry, !waited.contains(entry.id())));
        LostEntries.mark(tables.connection(), tables.log(), lost);
        return batch.tree();
    }
}
