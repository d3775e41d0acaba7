// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Note;
import io.domicile.regions.RegionCalendar;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Removes, in small steps and after the fact, what may go: what destroyed keys had sealed, what
/// has expired unless it is held, answers older than 24 hours, and who was in the export counts of
/// past years. Works as the owner's role; goes on after a restart where it was.
public final class Sweeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    /// Rows that one statement changes; stands in the statements too.
    private static final int STEP = 500;

    private static final long INTERVAL_SECONDS = 60;

    private final Home home;
    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final Runnable noted;
    private final Database owner;
    private final Semaphore wake = new Semaphore(1);
    private final KeptLogs logs;
    private final Thread thread;
    private volatile boolean closed;

    /// Begins to sweep, and goes on until it is closed.
    ///
    /// @param noted is told of new audit rows
    public Sweeper(Home home, Database owner, Runnable noted) {
        this.home = home;
        this.noted = noted;
        this.owner = owner;
        this.logs = new KeptLogs(this::note, () -> closed);
        this.thread = Thread.ofVirtual().name("sweeper-" + home.region()).start(this::run);
    }

    /// Says that keys were destroyed.
    public void wake() {
        wake.release();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("interrupted while the sweeper of %s ended", home.region());
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (wake.tryAcquire(INTERVAL_SECONDS, TimeUnit.SECONDS)) {
                    wake.drainPermits();
                }
                if (!closed) {
                    sweep();
                }
            }
        } catch (InterruptedException e) {
            LOG.warnf("the sweeper of %s is interrupted and ends", home.region());
        }
    }

    private void sweep() {
        try (var connection = owner.connect()) {
            var destroyed = destroyed(connection);
            for (var key : destroyed) {
                remove(connection, key);
            }
            if (logs.shred(connection) > 0) {
                noted.run();
                wake();
            }
            vacuum(connection);
            expire(connection);
            execute(
                    connection,
                    "delete from idempotency where created_at < now() - interval '24 hours'");
            forgetYears(connection);
        } catch (SQLException e) {
            LOG.warnf(
                    "the sweeper of %s waits for its database: SQLSTATE %s",
                    home.region(), e.getSQLState());
        }
    }

    /// Clears the pages that destroyed keys were in: else the wrapped keys would stay there.
    private void vacuum(Connection connection) throws SQLException {
        var begun = Timestamp.from(Instant.now());
        try (var query =
                        connection.prepareStatement(
                                """
                                select 1 from erased_key
                                where vacuumed_at is null and swept_at is not null limit 1
                                """);
                var rows = query.executeQuery()) {
            if (!rows.next() || closed) {
                return;
            }
        }
        execute(connection, "vacuum perishable.subject_key");
        update(
                connection,
                """
                update erased_key set vacuumed_at = now()
                where vacuumed_at is null and swept_at <= ?
                """,
                begun);
    }

    /// Removes the marks of persons once their year is over, a day later because gateways' clocks
    /// may differ, and the counts, which name nobody, three years after it (PIPL 56, NDSMR 12).
    private void forgetYears(Connection connection) throws SQLException {
        var yesterday = RegionCalendar.day(home.region(), Instant.now()).minusDays(1);
        repeat(
                connection,
                """
                delete from export_person where person in
                    (select person from export_person where year < ? limit 500)
                """,
                yesterday.getYear());
        update(
                connection,
                "delete from export_volume where year < ?",
                yesterday.minusYears(3).getYear());
    }

    /// Removes what has been kept long enough: each step and its audit rows in one transaction.
    private void expire(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        long removed = STEP;
        while (removed == STEP && !closed) {
            var counts = removeExpired(connection);
            for (var tenant : counts.entrySet()) {
                note(connection, tenant.getKey(), "records:" + tenant.getValue());
            }
            connection.commit();
            removed = counts.values().stream().mapToLong(Long::longValue).sum();
            if (removed > 0) {
                noted.run();
            }
        }
        connection.setAutoCommit(true);
    }

    private static Map<String, Long> removeExpired(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                with gone as (update record
                                    set envelope = null
                                    where id in (select id from record
                                        where expires_at <= now() and envelope is not null
                                            and not exists (select 1
                                                from perishable.held_key h where h.id = key_id)
                                        limit 500)
                                        and envelope is not null
                                    returning tenant)
                                select tenant, count(*) from gone group by tenant
                                """)) {
            var counts = new HashMap<String, Long>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        }
    }

    private void note(Connection connection, String tenant, String what) throws SQLException {
        var note =
                new Note(
                        "retention",
                        tenant,
                        "erase",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(what),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "gateway",
                        "ok",
                        Optional.empty(),
                        Optional.empty());
        var row = Said.row(home, note, ids.next(), Instant.now(), Optional.empty());
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            insert.setObject(1, row.eventId);
            insert.setBytes(2, row.entry);
            insert.executeUpdate();
        }
    }

    private static List<UUID> destroyed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select key_id from erased_key where swept_at is null")) {
            var keys = new ArrayList<UUID>();
            while (rows.next()) {
                keys.add(rows.getObject(1, UUID.class));
            }
            return keys;
        }
    }

    private void remove(Connection connection, UUID key) throws SQLException {
        // A backup that was restored may have brought the key back.
        update(
                connection,
                "delete from perishable.subject_key where id = ? and restricted_until is null",
                key);
        repeat(
                connection,
                """
                update record set envelope = null
                where id in (select id from record
                    where key_id = ? and envelope is not null limit 500)
                """,
                key);
        repeat(
                connection,
                """
                delete from audit_detail where event_id in
                    (select event_id from audit_detail where key_id = ? and not exists
                        (select 1 from erased_key e
                            where e.key_id = audit_detail.key_id and e.log_until is not null)
                        limit 500)
                """,
                key);
        if (!closed) {
            update(connection, "update erased_key set swept_at = now() where key_id = ?", key);
        }
    }

    private void repeat(Connection connection, String sql, Object key) throws SQLException {
        int changed = STEP;
        while (changed == STEP && !closed) {
            changed = update(connection, sql, key);
        }
    }

    private static int update(Connection connection, String sql, Object key) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, key);
            return statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
