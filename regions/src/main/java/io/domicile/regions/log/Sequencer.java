// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import java.sql.SQLException;

/// Gives waiting entries their places in the log. One sequencer at a time can: it locks the tree's
/// row and finds its own epoch there, or writes nothing.
final class Sequencer {

    /// How many entries are placed in one transaction at most.
    static final int LIMIT = 4096;

    private final LogTables tables;
    private final long epoch;
    private Tree tree;

    private Sequencer(LogTables tables, long epoch, Tree tree) {
        this.tables = tables;
        this.epoch = epoch;
        this.tree = tree;
    }

    /// Takes over the log where it stands.
    ///
    /// @throws io.domicile.audit.LogFailure.Damaged if the stored tiles are not those of the root
    static Sequencer begin(LogTables tables) throws SQLException {
        var head = tables.takeOver();
        var tree = Tree.restore(head.size(), head.root(), tables);
        tables.connection().commit();
        return new Sequencer(tables, head.epoch(), tree);
    }

    /// Places what waits.
    ///
    /// @return how many entries were placed
    /// @throws SQLException if the database fails or another sequencer took over; nothing was
    ///   placed, and this sequencer is of no more use
    int step() throws SQLException {
        if (tables.lockHead().epoch() != epoch) {
            throw new SQLException("another sequencer has taken over", "55000");
        }
        var taken = tables.waiting(LIMIT);
        if (!taken.isEmpty()) {
            var entries = taken.stream().map(LogTables.Waiting::entry).map(Bytes::toArray);
            var batch = tree.append(entries.toList());
            tables.store(taken, batch);
            tables.connection().commit();
            tree = batch.tree();
        } else {
            tables.connection().rollback();
        }
        return taken.size();
    }

    Tree tree() {
        return tree;
    }
}
