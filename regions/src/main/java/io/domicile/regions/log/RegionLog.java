// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TileReader;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.keys.KeysAway;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Rounds;
import io.domicile.regions.witness.Collector;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// The audit log of one region: one thread with a connection of its own places entries and
/// publishes them. Works as the sequencer's role.
public final class RegionLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RegionLog.class);

    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UUID holder = UUID.randomUUID();
    private final Database sequencer;
    private final LogHome home;
    private final Turn turn;
    private final Duration patience;
    private final Rounds rounds;
    private final Backlog backlog;
    private boolean working = true;
    private boolean again;
    private volatile boolean unsigned;
    private volatile LogState state = LogState.STALLED;
    private volatile long published;
    private volatile long progress = System.nanoTime();

    private RegionLog(Database sequencer, LogHome home, Duration patience) {
        this.patience = patience;
        this.sequencer = sequencer;
        this.home = home;
        this.turn = new Turn(home);
        this.rounds = new Rounds("log-" + home.region());
        this.backlog = new Backlog(sequencer, "log-" + home.region(), patience);
    }

    /// Looks whether the database is the one that was published, and begins to place and publish.
    ///
    /// @param sequencer the role that writes the log's tables
    /// @param home whose log
    public static RegionLog open(Database sequencer, LogHome home) {
        return open(sequencer, home, PATIENCE);
    }

    /// @param patience how long an entry may wait, and the log's thread may not get on
    static RegionLog open(Database sequencer, LogHome home, Duration patience) {
        var log = new RegionLog(sequencer, home, patience);
        log.attempt(log::look);
        log.rounds.start(() -> {
            log.attempt(log::work);
            return log.again ? Duration.ZERO : IDLE;
        });
        return log;
    }

    /// Says that entries wait.
    public void wake() {
        rounds.wake();
    }

    /// Where the current log is published.
    public Path folder() {
        return home.shards().folder();
    }

    /// The public keys that sign the region's logs, as far as these are published.
    public List<NoteVerifier> keys() {
        return home.shards().all().stream()
                .flatMap(shard -> KeyFiles.read(new TileFiles(home.shards().folder(shard))))
                .toList();
    }

    /// The published files of one of the region's logs.
    public TileReader reader(String origin) {
        return home.files(origin);
    }

    /// Who is asked to cosign it.
    public Collector witnesses() {
        return home.witnesses();
    }

    /// The region's logs, of which it is the last that takes entries.
    public Shards shards() {
        return home.shards();
    }

    public LogState state() {
        return state == LogState.RUNNING && isStalled() ? LogState.STALLED : state;
    }

    /// Whether nothing is signed until somebody decides, or the database was not looked at yet:
    /// nothing may be answered out of it then.
    public boolean isStopped() {
        return state != LogState.RUNNING;
    }

    /// Whether what holds the region's keys was away when the log was to be signed last.
    public boolean isUnsigned() {
        return unsigned;
    }

    /// How many entries the newest checkpoint covers.
    public long published() {
        return published;
    }

    /// Whether so many entries wait that no more can be taken.
    public boolean isCongested() {
        return backlog.isCongested() || isStalled();
    }

    /// Places and publishes what waits, then stops.
    @Override
    public void close() {
        home.witnesses().close();
        rounds.close();
        backlog.close();
    }

    /// Told by time alone, so that it holds as well when the log's thread is dead.
    private boolean isStalled() {
        return System.nanoTime() - progress > patience.toNanos();
    }

    /// What is done over a connection of its own.
    private interface Task<X extends Exception> {
        void run(LogTables tables) throws SQLException, X;
    }

    private <X extends Exception> void attempt(Task<X> task) throws X {
        try (var connection = sequencer.connect()) {
            connection.setAutoCommit(false);
            again = false;
            home.shards().refresh(connection);
            task.run(new LogTables(connection, home.shards().origin(), holder));
        } catch (SQLException e) {
            if (Sequencer.OVERTAKEN.equals(e.getSQLState()) && !backlog.isLate()) {
                progress = System.nanoTime();
            }
            if (mayPass(e)) {
                waits(e);
            } else {
                stop(LogState.DAMAGED, e);
            }
        } catch (KeysAway e) {
            unsigned = true;
            waits(e);
        } catch (TablesFailed | LogFailure.Unavailable | ResidenceUnavailable e) {
            waits(e);
        } catch (RolledBack e) {
            stop(LogState.ROLLED_BACK, e);
        } catch (RuntimeException | Error e) {
            stop(LogState.DAMAGED, e);
        }
    }

    /// Only what the database says of the data themselves (SQLSTATE 22, 23, 42) does not pass.
    private static boolean mayPass(SQLException e) {
        var sqlState = e.getSQLState();
        return sqlState == null || !sqlState.matches("(22|23|42).*");
    }

    private void waits(Exception why) {
        if (working) {
            LOG.warnf(
                    "%s waits for its tables and files: %s",
                    home.shards().origin(), Faults.describe(why));
        }
        working = false;
    }

    private void stop(LogState why, Throwable cause) {
        if (state != why) {
            LOG.errorf(
                    "%s signs nothing more: %s",
                    home.shards().origin(),
                    cause instanceof RolledBack || cause instanceof LogFailure
                            ? cause.getMessage()
                            : Faults.describe(cause));
        }
        state = why;
    }

    /// Compares the database with what was published. Needs no hold of the log, so a gateway that
    /// stands by knows it too.
    private void look(LogTables tables) throws SQLException {
        var signed = Signed.of(tables, home.files(), home.guard(tables.log()), signer(tables));
        signed.requireContinued();
        new Cosigned(home.witnesses(), tables, signed).requireContinued();
        var head = tables.head();
        if (head.closed()) {
            turn.requireLast(tables.log(), head.size());
        }
        tables.connection().rollback();
        if (state != LogState.DAMAGED) {
            state = LogState.RUNNING;
        }
    }

    private NoteSigner signer(LogTables tables) throws SQLException {
        var known = home.signed(tables.log(), home.files());
        var signer = home.keys().signer(tables.connection(), tables.log(), known);
        tables.connection().commit();
        return signer;
    }

    private List<String> keys(LogTables tables) throws SQLException {
        var keys = home.keys().inForce(tables.connection(), tables.log());
        tables.connection().rollback();
        return keys;
    }

    private void work(LogTables tables) throws SQLException, InterruptedException {
        look(tables);
        var places = Sequencer.begin(tables);
        var publisher =
                Publisher.resume(
                        tables,
                        home.files(),
                        home.guard(tables.log()),
                        signer(tables),
                        places,
                        home.witnesses());
        var keys = keys(tables);
        var predecessor = new Predecessor(home, tables);
        home.witnesses().follow(tables.log(), predecessor.last());
        state = LogState.RUNNING;
        working = true;
        boolean vouched = false;
        long due = System.nanoTime();
        while (true) {
            boolean last = rounds.isClosed();
            int placed = places.step();
            boolean idle = placed == 0;
            if (System.nanoTime() - due >= 0 || (last && idle)) {
                if (!keys.equals(keys(tables))) {
                    again = true;
                    return;
                }
                publisher.publish();
                unsigned = false;
                showLast(predecessor);
                vouched = vouched || writePolicy();
                published = publisher.size();
                due = System.nanoTime() + PUBLISH_INTERVAL.toNanos();
            }
            progress = System.nanoTime();
            if (last && idle) {
                tables.release();
                tables.connection().commit();
                return;
            }
            if (turns(tables, places, publisher)) {
                again = true;
                return;
            }
            if (placed < Sequencer.LIMIT && !last) {
                pause(idle && publisher.size() == places.tree().size() ? IDLE : TICK);
            }
        }
    }

    /// Beside the keys, which are published by now.
    ///
    /// @return whether it is known yet who cosigns
    private boolean writePolicy() {
        var policy = home.witnesses().policy();
        policy.ifPresent(home.files()::writePolicy);
        return policy.isPresent();
    }

    private void showLast(Predecessor predecessor) throws SQLException {
        var late = home.witnesses().collectedLast();
        if (late.isPresent()) {
            predecessor.show(late.get());
        }
    }

    /// Closes the log if its time has come, and opens the next once the last checkpoint is out.
    ///
    /// @return whether another log takes the entries now
    private boolean turns(LogTables tables, Sequencer places, Publisher publisher)
            throws SQLException {
        if (!places.head().closed()) {
            var reason = turn.due(tables.log(), places.head().closing());
            if (reason.isPresent()) {
                turn.close(places, reason.get());
            }
            return false;
        }
        if (publisher.size() < places.tree().size() || home.witnesses().isCollecting()) {
            return false;
        }
        turn.open(tables, places);
        return true;
    }

    private void pause(Duration longest) throws InterruptedException {
        if (longest.equals(TICK) || rounds.pause(longest)) {
            // Entries that arrive together are placed together.
            Thread.sleep(TICK);
        }
    }
}
