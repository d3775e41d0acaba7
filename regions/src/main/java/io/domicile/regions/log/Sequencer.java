// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import java.sql.SQLException;
import java.time.Duration;

/// Gives waiting entries their places in the log. One sequencer at a time can: it locks the tree's
/// row and finds its own epoch there, or writes nothing.
final class Sequencer {

    /// How many entries are placed in one transaction at most.
    static final int LIMIT = 4096;

    /// The SQLSTATE when another gateway holds the log.
    static final String OVERTAKEN = "55006";

    private static final Duration RENEWAL = Duration.ofSeconds(3);

    private final LogTables tables;
    private final long epoch;
    private Tree tree;
    private long renewed = System.nanoTime();

    private Sequencer(LogTables tables, long epoch, Tree tree) {
        this.tables = tables;
        this.epoch = epoch;
        this.tree = tree;
    }

    /// Takes over the log where it stands.
    ///
    /// @throws io.domicile.audit.LogFailure.Damaged if the stored tiles are not those of the root
    /// @throws SQLException if another gateway holds the log
    static Sequencer begin(LogTables tables) throws SQLException {
        var head = tables.takeOver().orElseThrow(Sequencer::overtaken);
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
        lock();
        var taken = tables.waiting(LIMIT);
        if (!taken.isEmpty()) {
            var entries = taken.stream().map(LogTables.Waiting::entry).map(Bytes::toArray);
            var batch = tree.append(entries.toList());
            tables.store(taken, batch);
            tables.renew();
            tables.connection().commit();
            tree = batch.tree();
            renewed = System.nanoTime();
        } else if (System.nanoTime() - renewed > RENEWAL.toNanos()) {
            tables.renew();
            tables.connection().commit();
            renewed = System.nanoTime();
        } else {
            tables.connection().rollback();
        }
        return taken.size();
    }

    /// Keeps others from the log until the transaction ends.
    ///
    /// @throws SQLException if another sequencer took over, or the tables are not as this one left
    ///   them: they were restored
    void lock() throws SQLException {
        var head = tables.lockHead();
        if (head.epoch() != epoch || head.size() != tree.size()) {
            throw overtaken();
        }
    }

    private static SQLException overtaken() {
        return new SQLException("another gateway holds the log", OVERTAKEN);
    }

    Tree tree() {
        return tree;
    }
}
