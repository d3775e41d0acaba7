// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Faults;
import io.domicile.regions.store.Rounds;
import io.domicile.regions.witness.Collector;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// The audit log of one region: one thread with a connection of its own places entries and
/// publishes them. Works as the sequencer's role.
public final class RegionLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RegionLog.class);

    /// Above so many waiting entries nothing more is taken in, until they are fewer than the low
    /// water.
    private static final long HIGH_WATER = 50_000;

    private static final long LOW_WATER = 30_000;

    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UUID holder = UUID.randomUUID();
    private final Database sequencer;
    private final NoteSigner signer;
    private final Path folder;
    private final Duration patience;
    private final Collector witnesses;
    private final Rounds rounds;
    private boolean working = true;
    private volatile LogState state = LogState.STALLED;
    private volatile long published;
    private volatile boolean congested;
    private volatile long progress = System.nanoTime();

    private RegionLog(
            Database sequencer,
            NoteSigner signer,
            Path folder,
            Collector witnesses,
            Duration patience) {
        this.witnesses = witnesses;
        this.patience = patience;
        this.sequencer = sequencer;
        this.signer = signer;
        this.folder = folder;
        this.rounds = new Rounds("log-" + signer.name());
    }

    /// The origin of the region's log: the one that is open, or a new one of this year.
    ///
    /// @param owner the role that owns the tables: no other may begin a log
    /// @param prefix what stands before the year
    public static String origin(Database owner, String prefix) {
        try (var connection = owner.connect()) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select log_id from audit_tree")) {
                if (rows.next()) {
                    return requirePrefix(rows.getString(1), prefix);
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

    private static String requirePrefix(String origin, String prefix) {
        if (!origin.startsWith(prefix + "/")) {
            throw new ResidenceUnavailable(
                    "the log in the database of "
                            + prefix
                            + " is "
                            + origin
                            + "; look at the region's jdbc-url and at domicile.log.origin-prefix");
        }
        return origin;
    }

    /// Begins a log that nobody witnesses; else the same as the other.
    public static RegionLog open(Database sequencer, String origin, SigningKey key, Path folder) {
        return open(sequencer, origin, key, folder, new Collector(false));
    }

    /// Looks whether the database is the one that was published, and begins to place and publish.
    ///
    /// @param sequencer the role that writes the log's tables
    /// @param origin the log's origin
    /// @param key the key that signs it
    /// @param folder where it is published
    /// @param witnesses who cosign it
    public static RegionLog open(
            Database sequencer, String origin, SigningKey key, Path folder, Collector witnesses) {
        return open(sequencer, origin, key, folder, witnesses, PATIENCE);
    }

    /// @param patience how long an entry may wait, and the log's thread may not get on
    static RegionLog open(
            Database sequencer,
            String origin,
            SigningKey key,
            Path folder,
            Collector witnesses,
            Duration patience) {
        var log =
                new RegionLog(sequencer, new NoteSigner(origin, key), folder, witnesses, patience);
        log.attempt(log::look);
        log.rounds.start(() -> {
            log.attempt(log::work);
            return IDLE;
        });
        return log;
    }

    /// Says that entries wait.
    public void wake() {
        rounds.wake();
    }

    /// The keys that sign the log.
    public List<NoteVerifier> keys() {
        return signer.vkeys().stream().flatMap(vkey -> NoteVerifier.parse(vkey).stream()).toList();
    }

    /// Where the log is published.
    public Path folder() {
        return folder;
    }

    public LogState state() {
        return state == LogState.RUNNING && isStalled() ? LogState.STALLED : state;
    }

    /// Whether nothing is signed until somebody decides, or the database was not looked at yet:
    /// nothing may be answered out of it then.
    public boolean isStopped() {
        return state != LogState.RUNNING;
    }

    /// How many entries the newest checkpoint covers.
    public long published() {
        return published;
    }

    /// Whether so many entries wait that no more can be taken.
    public boolean isCongested() {
        return congested || isStalled();
    }

    /// Places and publishes what waits, then stops.
    @Override
    public void close() {
        witnesses.close();
        rounds.close();
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
            task.run(new LogTables(connection, signer.name(), holder));
        } catch (SQLException e) {
            if (mayPass(e)) {
                waits(e);
            } else {
                stop(LogState.DAMAGED, e);
            }
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
            LOG.warnf("%s waits for its tables and files: %s", signer.name(), Faults.describe(why));
        }
        working = false;
    }

    private void stop(LogState why, Throwable cause) {
        if (state != why) {
            LOG.errorf(
                    "%s signs nothing more: %s",
                    signer.name(),
                    cause instanceof RolledBack || cause instanceof LogFailure
                            ? cause.getMessage()
                            : Faults.describe(cause));
        }
        state = why;
    }

    /// Compares the database with what was published. Needs no hold of the log, so a gateway that
    /// stands by knows it too.
    private void look(LogTables tables) throws SQLException {
        var signed = Signed.of(tables, new TileFiles(folder), signer);
        signed.requireContinued();
        new Cosigned(witnesses, tables, signed).requireContinued();
        if (state != LogState.DAMAGED) {
            state = LogState.RUNNING;
        }
    }

    private void work(LogTables tables) throws SQLException, InterruptedException {
        measure(tables);
        look(tables);
        var places = Sequencer.begin(tables);
        var publisher = Publisher.resume(tables, new TileFiles(folder), signer, places, witnesses);
        state = LogState.RUNNING;
        working = true;
        long due = System.nanoTime();
        while (true) {
            boolean last = rounds.isClosed();
            int placed = places.step();
            if (placed == Sequencer.LIMIT || congested) {
                measure(tables);
            }
            boolean idle = placed == 0;
            if (System.nanoTime() - due >= 0 || (last && idle)) {
                publisher.publish();
                published = publisher.size();
                due = System.nanoTime() + PUBLISH_INTERVAL.toNanos();
            }
            progress = System.nanoTime();
            if (last && idle) {
                tables.release();
                tables.connection().commit();
                return;
            }
            if (placed < Sequencer.LIMIT && !last) {
                pause(idle && publisher.size() == places.tree().size() ? IDLE : TICK);
            }
        }
    }

    /// Looks how much waits and how long; also while another gateway holds the log.
    private void measure(LogTables tables) throws SQLException {
        long waiting = tables.countWaiting();
        boolean late =
                tables.oldest().filter(event -> age(event).compareTo(patience) > 0).isPresent();
        tables.connection().rollback();
        congested = late || waiting > (congested ? LOW_WATER : HIGH_WATER);
        if (!late) {
            progress = System.nanoTime();
        }
    }

    /// Since when there is an event, by the time in its UUIDv7.
    private static Duration age(UUID event) {
        return Duration.ofMillis(
                System.currentTimeMillis() - (event.getMostSignificantBits() >>> 16));
    }

    private void pause(Duration longest) throws InterruptedException {
        if (longest.equals(TICK) || rounds.pause(longest)) {
            // Entries that arrive together are placed together.
            Thread.sleep(TICK);
        }
    }
}
