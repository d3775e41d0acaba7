// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.TileFiles;
import io.domicile.regions.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The audit log of one region: one thread with a connection of its own places entries and
/// publishes them.
public final class RegionLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RegionLog.class);

    /// Above so many waiting entries nothing more is taken in, until they are fewer than the low
    /// water.
    private static final long HIGH_WATER = 50_000;

    private static final long LOW_WATER = 30_000;

    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(200);

    private final Database owner;
    private final NoteSigner signer;
    private final Path folder;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private boolean working = true;
    private volatile LogState state = LogState.RUNNING;
    private volatile long published;
    private volatile boolean congested;
    private volatile boolean closed;

    private RegionLog(Database owner, NoteSigner signer, Path folder, String name) {
        this.owner = owner;
        this.signer = signer;
        this.folder = folder;
        this.thread = Thread.ofPlatform().name(name).start(this::run);
    }

    /// The origin of the region's log: the one that is open, or a new one of this year.
    ///
    /// @param prefix what stands before the year
    public static String origin(Database owner, String prefix) {
        try (var connection = owner.connect()) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select log_id from audit_tree")) {
                if (rows.next()) {
                    return rows.getString(1);
                }
            }
            var origin = prefix + "/" + Year.now(ZoneOffset.UTC);
            try (var insert =
                    connection.prepareStatement(
                            "insert into audit_tree (log_id, size, root, epoch)"
                                    + " values (?, 0, ?, 0) on conflict do nothing")) {
                insert.setString(1, origin);
                insert.setBytes(2, Merkle.EMPTY_ROOT.bytes());
                insert.executeUpdate();
            }
            return origin;
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }

    /// Begins to place and publish.
    ///
    /// @param owner the role that owns the log's tables
    /// @param origin the log's origin
    /// @param seed seed of the key that signs it
    /// @param folder where it is published
    public static RegionLog open(Database owner, String origin, byte[] seed, Path folder) {
        return new RegionLog(owner, new NoteSigner(origin, seed), folder, "log-" + origin);
    }

    /// Says that entries wait.
    public void wake() {
        wake.release();
    }

    /// Where the log is published.
    public Path folder() {
        return folder;
    }

    public LogState state() {
        return state;
    }

    /// How many entries the newest checkpoint covers.
    public long published() {
        return published;
    }

    /// Whether so many entries wait that no more can be taken.
    public boolean isCongested() {
        return congested;
    }

    /// Places and publishes what waits, then stops.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("interrupted while %s ended", signer.name());
        }
    }

    private void run() {
        try {
            attempt();
            while (!closed) {
                pause(IDLE);
                attempt();
            }
        } catch (InterruptedException e) {
            LOG.warnf("%s is interrupted and ends", signer.name());
        }
    }

    private void attempt() throws InterruptedException {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            work(new LogTables(connection, signer.name()));
        } catch (SQLException | TablesFailed | LogFailure.Unavailable e) {
            if (working) {
                LOG.warnf(e, "%s waits for its tables and files", signer.name());
            }
            working = false;
        } catch (RolledBack e) {
            stop(LogState.ROLLED_BACK, e);
        } catch (LogFailure e) {
            stop(LogState.DAMAGED, e);
        }
    }

    private void stop(LogState why, RuntimeException cause) {
        if (state != why) {
            LOG.errorf(cause, "%s signs nothing more", signer.name());
        }
        state = why;
    }

    private void work(LogTables tables) throws SQLException, InterruptedException {
        measure(tables, Sequencer.LIMIT);
        var sequencer = Sequencer.begin(tables);
        var publisher = Publisher.resume(tables, new TileFiles(folder), signer, sequencer.tree());
        state = LogState.RUNNING;
        working = true;
        long due = System.nanoTime();
        while (true) {
            boolean last = closed;
            int placed = sequencer.step();
            measure(tables, placed);
            boolean idle = placed == 0;
            if (System.nanoTime() - due >= 0 || (last && idle)) {
                publisher.publish(sequencer.tree());
                published = publisher.size();
                due = System.nanoTime() + PUBLISH_INTERVAL.toNanos();
            }
            if (last && idle) {
                return;
            }
            if (placed < Sequencer.LIMIT && !last) {
                pause(idle && publisher.size() == sequencer.tree().size() ? IDLE : TICK);
            }
        }
    }

    private void measure(LogTables tables, int placed) throws SQLException {
        if (placed == Sequencer.LIMIT || congested) {
            long waiting = tables.countWaiting();
            tables.connection().rollback();
            congested = waiting > (congested ? LOW_WATER : HIGH_WATER);
        }
    }

    private void pause(Duration longest) throws InterruptedException {
        if (longest.equals(TICK)) {
            Thread.sleep(TICK);
        } else if (wake.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            // Entries that arrive together are placed together.
            Thread.sleep(TICK);
        }
        wake.drainPermits();
    }
}
