// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.keys.KeysUnusable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/// Moves DEKs to the region's current KEK, in small steps in the background. Works as the owner's
/// role.
///
/// What is done stands in the rows alone, so it goes on after a crash where it was. Any number of
/// gateways may try; one at a time works on a KEK.
public final class Rewrap implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Rewrap.class);
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /// Before every id: where a pass begins.
    private static final UUID START = new UUID(0, 0);

    private final Home home;
    private final Database owner;
    private final Runnable noted;
    private final KeyEvents events;
    private final Rounds rounds;

    /// Begins to look for DEKs to move, and goes on until it is closed.
    ///
    /// @param noted is told of new audit rows
    public Rewrap(Home home, Database owner, Runnable noted) {
        this.home = home;
        this.owner = owner;
        this.noted = noted;
        this.events = KeyEvents.of(home);
        this.rounds = new Rounds("rewrap-" + home.region());
        rounds.start(() -> rounds.isClosed() || moveAll() ? INTERVAL : RETRY);
    }

    /// Says that another KEK is current.
    public void wake() {
        rounds.wake();
    }

    /// Ends after the step at hand.
    @Override
    public void close() {
        rounds.close();
    }

    /// @return whether nothing failed
    private boolean moveAll() {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            var keks = Keks.ids(connection);
            connection.commit();
            long moved = 0;
            for (var from : keks.subList(0, keks.size() - 1)) {
                moved += move(new RewrapStep(home, events, connection, from, keks.getLast()));
            }
            if (moved > 0) {
                // Else what the old KEK wrapped would stay in its pages.
                connection.setAutoCommit(true);
                try (var statement = connection.createStatement()) {
                    statement.execute("vacuum perishable.subject_key");
                }
                LOG.infof("%s: %d subject keys moved to %s", home.region(), moved, keks.getLast());
            }
            return true;
        } catch (SQLException e) {
            LOG.warnf(
                    "the rewrap of %s waits for its database: SQLSTATE %s",
                    home.region(), e.getSQLState());
            return false;
        } catch (KeysUnusable e) {
            LOG.errorf("the rewrap of %s stops: %s", home.region(), e.getMessage());
            return false;
        }
    }

    /// Passes over the rows until a pass finds nothing to move.
    private long move(RewrapStep step) throws SQLException {
        long all = 0;
        long inPass = 1;
        while (inPass > 0 && !rounds.isClosed()) {
            inPass = pass(step);
            all += inPass;
        }
        return all;
    }

    private long pass(RewrapStep step) throws SQLException {
        long moved = 0;
        var after = START;
        while (!rounds.isClosed()) {
            long begun = System.nanoTime();
            var done = step.take(after);
            if (done.isEmpty()) {
                return moved;
            }
            moved += done.get().moved();
            after = done.get().last();
            noted.run();
            // Half of a core at most: callers go first.
            long pause = Math.min(System.nanoTime() - begun, Duration.ofSeconds(1).toNanos());
            LockSupport.parkNanos(pause);
        }
        return moved;
    }
}
