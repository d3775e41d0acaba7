// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.RegionCalendar;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Retention;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Removes, in small steps and after the fact, what may go: what destroyed keys had sealed, what
/// has expired unless it is held, answers older than 24 hours, who was in the export counts of past
/// years, and months of which nothing is left. Makes the coming months' partitions. Works as the
/// owner's login; goes on after a restart where it was.
public final class Sweeper implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    /// Rows that one statement changes; stands in the statements too.
    static final int STEP = 500;

    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final Duration UNTIL_THE_LOG_GOES_ON = Duration.ofSeconds(1);

    /// How long a statement may take: some look at all records.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Home home;
    private final RetentionEvents events;
    private final Expiry expiry;
    private final OldMonths oldMonths;
    private final Writer.Log log;
    private final Database owner;
    private final KeptLogs logs;
    private final Rounds rounds;
    private boolean first = true;
    private LocalDate housekept = LocalDate.MIN;
    private volatile Retention last = Retention.UNKNOWN;

    /// Begins to sweep, and goes on until it is closed.
    ///
    /// @param log is told of new audit rows, and says whether there may be any: of a database that
    ///   is not the one that was published nothing is removed
    public Sweeper(Home home, Database owner, Writer.Log log) {
        this.home = home;
        this.log = log;
        this.owner = owner;
        this.events = RetentionEvents.of(home);
        this.expiry = new Expiry(events);
        this.oldMonths = new OldMonths(events);
        this.rounds = new Rounds("sweeper-" + home.region());
        this.logs = new KeptLogs(events, rounds::isClosed);
        rounds.start(this::round);
    }

    /// Says that keys were destroyed.
    public void wake() {
        rounds.wake();
    }

    /// How far it is, as of now. Blocks.
    ///
    /// @throws ResidenceUnavailable if the database does not answer
    public Retention retention() {
        try (var connection = owner.connect()) {
            return Expiry.measure(connection);
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region " + home.region() + ": its store fails: " + Faults.describe(e));
        }
    }

    /// How far it was after the last sweep.
    public Retention last() {
        return last;
    }

    @Override
    public void close() {
        rounds.close();
    }

    private Duration round() {
        if (log.stopped().getAsBoolean()) {
            return UNTIL_THE_LOG_GOES_ON;
        }
        if (!rounds.isClosed()) {
            sweep();
        }
        return INTERVAL;
    }

    private void sweep() {
        try (var connection = owner.connect()) {
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            if (first) {
                // A backup that was restored may have brought records back.
                new Tombstones(home, connection).reopen();
                first = false;
            }
            var destroyed = destroyed(connection);
            if (!destroyed.isEmpty()) {
                bury(connection);
            }
            for (var key : destroyed) {
                remove(connection, key);
            }
            boolean paused = Expiry.isPaused(connection);
            if (!paused && logs.shred(connection) > 0) {
                log.wake().run();
                wake();
            }
            vacuum(connection);
            if (!paused) {
                expire(connection);
                removeLostArrivals(connection);
            }
            execute(
                    connection,
                    "delete from idempotency where created_at < now() - interval '24 hours'");
            ClosedSessionSweep.sweep(connection, rounds::isClosed);
            forgetYears(connection);
            keepMonths(connection);
        } catch (SQLException e) {
            LOG.warnf(
                    "the sweeper of %s waits for its database: SQLSTATE %s",
                    home.region(), e.getSQLState());
        }
    }

    /// Makes the coming months' partitions and drops what is left of old ones, once a day.
    private void keepMonths(Connection connection) throws SQLException {
        var today = RegionCalendar.day(home.region(), Instant.now());
        if (today.isAfter(housekept) && !rounds.isClosed()) {
            Months.ahead(connection, Instant.now());
            oldMonths.drop(connection, Instant.now());
            log.wake().run();
            housekept = today;
        }
    }

    /// Removes what has been kept long enough: each step and its audit rows in one transaction.
    private void expire(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        var more = true;
        while (more && !rounds.isClosed()) {
            more = expiry.step(connection);
            log.wake().run();
        }
        if (!more) {
            last = expiry.end(connection);
            log.wake().run();
        }
        connection.setAutoCommit(true);
    }

    /// Empties records. Whatever else belongs to a record goes here too.
    static void remove(Connection connection, Collection<UUID> records) throws SQLException {
        var ids = connection.createArrayOf("uuid", records.toArray());
        try (var update =
                        connection.prepareStatement(
                                "update record set envelope = null where id = any (?)");
                var unfind =
                        connection.prepareStatement(
                                "delete from perishable.blind_index where record = any (?)")) {
            update.setArray(1, ids);
            update.executeUpdate();
            unfind.setArray(1, ids);
            unfind.executeUpdate();
        }
    }

    /// Removes records that came from another region, may not be read yet, and never will: their
    /// time is over or their key is gone. With an audit row for each of their tenants.
    private void removeLostArrivals(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, Holds.SHUT_OUT);
        var counts = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                with lost as (delete from arrival a where (a.expires_at <= now()
                                        or not exists (select from perishable.subject_key k
                                            where k.id = a.key_id and k.restricted_until is null))
                                    and not exists (select from perishable.held_key h
                                        where h.id = a.key_id)
                                    returning a.id, a.tenant),
                                unfound as (delete from perishable.blind_index
                                    where record in (select id from lost))
                                select tenant, count(*) from lost group by tenant
                                """)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        for (var tenant : counts.entrySet()) {
            var what = "arrivals:" + tenant.getValue();
            var unused = events.add(connection, tenant.getKey(), "erase", what);
        }
        connection.commit();
        connection.setAutoCommit(true);
        if (!counts.isEmpty()) {
            log.wake().run();
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
            if (!rows.next() || rounds.isClosed()) {
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

    private static List<UUID> destroyed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return ids(
                    statement.executeQuery("select key_id from erased_key where swept_at is null"));
        }
    }

    /// Destroys keys again that a backup that was restored may have brought back.
    private void bury(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        new Tombstones(home, connection).bury();
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void remove(Connection connection, UUID key) throws SQLException {
        removeRecords(connection, key);
        repeat(
                connection,
                """
                delete from perishable.blind_index where (record, field) in
                    (select record, field from perishable.blind_index where key_id = ? limit 500)
                """,
                key);
        update(connection, "delete from perishable.access where key_id = ?", key);
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
        if (!rounds.isClosed()) {
            update(connection, "update erased_key set swept_at = now() where key_id = ?", key);
        }
    }

    private void removeRecords(Connection connection, UUID key) throws SQLException {
        connection.setAutoCommit(false);
        int removed = STEP;
        while (removed == STEP && !rounds.isClosed()) {
            var records = records(connection, key);
            remove(connection, records);
            connection.commit();
            removed = records.size();
        }
        connection.setAutoCommit(true);
    }

    private static List<UUID> records(Connection connection, UUID key) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select id from record where key_id = ? and envelope is not null
                        order by id limit 500 for update
                        """)) {
            query.setObject(1, key);
            return ids(query.executeQuery());
        }
    }

    private static List<UUID> ids(ResultSet rows) throws SQLException {
        try (rows) {
            var ids = new ArrayList<UUID>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    private void repeat(Connection connection, String sql, Object key) throws SQLException {
        int changed = STEP;
        while (changed == STEP && !rounds.isClosed()) {
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
