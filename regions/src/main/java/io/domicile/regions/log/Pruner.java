// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.regions.Shard;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Rounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Removes entry bundles of a region's logs once all their entries have been kept long enough,
/// oldest first: out of the database and out of the files. Hash tiles stay, so every proof does.
/// Says in the log and in the file `retention` from where there are entries. Works as the owner's
/// role; goes on after a restart where it was.
public final class Pruner implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Pruner.class);

    private static final Duration INTERVAL = Duration.ofHours(1);

    /// Bundles that go in one transaction at most.
    private static final int STEP = 256;

    private final Database owner;
    private final LogHome home;
    private final LogRetention retention;
    private final BooleanSupplier stopped;
    private final Runnable noted;
    private final Rounds rounds;

    /// Begins, and goes on until it is closed.
    ///
    /// @param owner the role that owns the tables
    /// @param stopped whether the database is not the one that was published: nothing is removed
    ///   then
    /// @param noted is told of new audit rows
    public Pruner(
            Database owner,
            LogHome home,
            LogRetention retention,
            BooleanSupplier stopped,
            Runnable noted) {
        this.owner = owner;
        this.home = home;
        this.retention = retention.in(home.region());
        this.stopped = stopped;
        this.noted = noted;
        this.rounds = new Rounds("pruner-" + home.region());
        rounds.start(this::round);
    }

    /// Says that something has changed that it goes by.
    public void wake() {
        rounds.wake();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private Duration round() {
        if (rounds.isClosed() || stopped.getAsBoolean()) {
            return INTERVAL;
        }
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            prune(connection);
        } catch (SQLException | LogFailure e) {
            LOG.warnf("the pruner of %s waits: %s", home.region(), Faults.describe(e));
        }
        return INTERVAL;
    }

    /// Prunes what may go, of all logs.
    private void prune(Connection connection) throws SQLException {
        boolean held = PruneRows.isHeld(connection);
        var logs = new ShardRows(connection).all();
        for (var shard : logs) {
            boolean ended = shard.number() < logs.getLast().number();
            while (!held && !rounds.isClosed() && step(connection, shard, ended)) {
                noted.run();
            }
        }
        boolean stillHeld = PruneRows.isHeld(connection);
        for (var shard : new ShardRows(connection).all()) {
            publish(shard, stillHeld);
        }
        connection.rollback();
    }

    /// The policy first: whoever misses a bundle finds there why.
    private void publish(Shard shard, boolean held) {
        var files = new TileFiles(home.shards().folder(shard));
        if (files.read("checkpoint").isPresent()) {
            files.writeText("retention", retention.text(shard, held));
            files.removeBundles(shard.size(), shard.minimum());
        }
    }

    /// Removes some bundles of a log, with the entry that says so, in one transaction.
    ///
    /// @param ended whether another log has begun after it, so that its last bundle may go too
    private boolean step(Connection connection, Shard shard, boolean ended) throws SQLException {
        var rows = new PruneRows(connection, shard.origin());
        long from = rows.lock();
        long to = from;
        long published = rows.published();
        for (int i = 0; i < STEP && mayGo(rows, to, published, ended); i++) {
            to = Math.min(to + TilePath.FULL, published);
        }
        if (to == from || PruneRows.staysHeld(connection)) {
            connection.rollback();
            return false;
        }
        rows.prune(to);
        LogEvent.add(
                connection,
                home,
                "*",
                "gateway",
                "log.pruned",
                "log:" + shard.origin(),
                "from:" + from,
                "minimum:" + to);
        connection.commit();
        LOG.infof("%s: pruned the entries before %d", shard.origin(), to);
        return true;
    }

    /// Whether the bundle that begins at this entry is complete, public, and over.
    private boolean mayGo(PruneRows rows, long at, long published, boolean ended) {
        var bundle = TilePath.in(published, TilePath.ENTRIES, at / TilePath.FULL);
        var now = home.clock().instant();
        return bundle.filter(path -> path.isFull() || ended)
                .flatMap(rows::entries)
                .filter(entries -> entries.stream().allMatch(one -> retention.isOver(one, now)))
                .isPresent();
    }
}
