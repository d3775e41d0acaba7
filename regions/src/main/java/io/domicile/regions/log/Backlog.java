// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Rounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/// How much waits for a place in a log, and for how long. Looks every second over a connection of
/// its own, so that a sequencer which hangs, or is another gateway's, is noticed too.
final class Backlog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Backlog.class);

    /// Above so many waiting entries nothing more is taken in, until they are fewer than the low
    /// water.
    private static final int HIGH_WATER = 50_000;

    private static final int LOW_WATER = 30_000;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Database sequencer;
    private final Duration patience;
    private final Rounds rounds;
    private volatile boolean late;
    private volatile boolean congested;

    /// @param sequencer the role that writes the log's tables
    /// @param name of the log
    /// @param patience how long an entry may wait
    Backlog(Database sequencer, String name, Duration patience) {
        this.sequencer = sequencer;
        this.patience = patience;
        this.rounds = new Rounds("backlog-" + name);
        rounds.start(this::watch);
    }

    /// Whether an entry has waited for too long.
    boolean isLate() {
        return late;
    }

    /// Whether so many entries wait, or one for so long, that no more can be taken.
    boolean isCongested() {
        return congested;
    }

    @Override
    public void close() {
        rounds.close();
    }

    private Duration watch() throws InterruptedException {
        try (var connection = sequencer.connect()) {
            while (!rounds.isClosed()) {
                look(connection);
                rounds.pause(INTERVAL);
            }
        } catch (SQLException e) {
            LOG.debugf("the backlog is not known: %s", Faults.describe(e));
        }
        return INTERVAL;
    }

    private void look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select (select count(*) from (select from audit_outbox limit "
                                        + (HIGH_WATER + 1)
                                        + ") waiting),"
                                        + " (select event_id from audit_outbox order by q limit 1)")) {
            row.next();
            var oldest = row.getObject(2, UUID.class);
            late = oldest != null && age(oldest).compareTo(patience) > 0;
            congested = late || row.getLong(1) > (congested ? LOW_WATER : HIGH_WATER);
        }
    }

    /// Since when there is an event, by the time in its UUIDv7.
    private static Duration age(UUID event) {
        return Duration.ofMillis(
                System.currentTimeMillis() - (event.getMostSignificantBits() >>> 16));
    }
}
