// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

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
    private LogTables.Head head;
    private long renewed = System.nanoTime();

    private Sequencer(LogTables tables, LogTables.Head head, Tree tree) {
        this.tables = tables;
        this.epoch = head.epoch();
        this.head = head;
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
        return new Sequencer(tables, head, tree);
    }

    /// Places what waits.
    ///
    /// @return how many entries were placed
    /// @throws SQLException if the database fails or another sequencer took over; nothing was
    ///   placed, and this sequencer is of no more use
    int step() throws SQLException {
        lock();
        var taken = head.closed() ? List.<LogTables.Waiting>of() : tables.waiting(LIMIT);
        if (!taken.isEmpty()) {
            place(taken);
        } else if (System.nanoTime() - renewed > RENEWAL.toNanos()) {
            tables.renew();
            tables.connection().commit();
            renewed = System.nanoTime();
        } else {
            tables.connection().rollback();
        }
        return taken.size();
    }

    private void place(List<LogTables.Waiting> taken) throws SQLException {
        var entries = taken.stream().map(LogTables.Waiting::entry).map(Bytes::toArray);
        var batch = tree.append(entries.toList());
        tables.store(taken, batch);
        tables.renew();
        tables.connection().commit();
        tree = batch.tree();
        renewed = System.nanoTime();
    }

    /// Places the last entry, in one transaction with the mark that the log is closed.
    ///
    /// @throws SQLException as of [#step]
    void close(LogTables.Waiting last) throws SQLException {
        lock();
        new ShardRows(tables.connection()).close(tables.log());
        place(List.of(last));
        lock();
        tables.connection().rollback();
    }

    /// Keeps others from the log until the transaction ends.
    ///
    /// @throws SQLException if another sequencer took over, or the tables are not as this one left
    ///   them: they were restored
    void lock() throws SQLException {
        head = tables.lockHead();
        if (head.epoch() != epoch || head.size() != tree.size()) {
            throw overtaken();
        }
    }

    /// The tree's row as it was last seen.
    LogTables.Head head() {
        return head;
    }

    private static SQLException overtaken() {
        return new SQLException("another gateway holds the log", OVERTAKEN);
    }

    Tree tree() {
        return tree;
    }
}
