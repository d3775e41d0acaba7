// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Retention;
import io.domicile.regions.Retention.Stated;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Removes records whose time is over, in steps, and says in the log how many are left. Works as
/// the owner's login; any number of gateways may, and none does twice what another did.
///
/// @param events says what was removed
record Expiry(RetentionEvents events) {

    /// Which records have to go. What must stay although its time is over is left out here, and so
    /// in every count.
    private static final String DUE =
            """
            r.envelope is not null and r.expires_at <= now()
                and not exists (select 1 from perishable.held_key h where h.id = r.key_id)
            """;

    private record Row(UUID id, String tenant) {}

    /// Removes some, with an audit row for each of their tenants, in one transaction.
    ///
    /// @param connection without auto-commit
    /// @return whether there may be more
    boolean step(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            // No hold comes up between looking for it and the end of the step.
            statement.execute(Holds.SHUT_OUT);
        }
        var rows = take(connection);
        if (!rows.isEmpty()) {
            Sweeper.remove(connection, rows.stream().map(Row::id).toList());
            forgetHolders(connection, rows);
            var counts = new TreeMap<String, Long>();
            rows.forEach(row -> counts.merge(row.tenant, 1L, Long::sum));
            for (var tenant : counts.entrySet()) {
                events.add(connection, tenant.getKey(), "erase", "records:" + tenant.getValue());
            }
            count(connection, rows.size());
        }
        connection.commit();
        return rows.size() == Sweeper.STEP;
    }

    private static List<Row> take(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "select r.id, r.tenant from record r where "
                                        + DUE
                                        + " order by r.expires_at limit "
                                        + Sweeper.STEP
                                        + " for update skip locked")) {
            var rows = new ArrayList<Row>();
            while (found.next()) {
                rows.add(new Row(found.getObject(1, UUID.class), found.getString(2)));
            }
            return rows;
        }
    }

    /// The subject's key lives on, but no longer says whose the record was.
    private static void forgetHolders(Connection connection, List<Row> rows) throws SQLException {
        try (var update =
                connection.prepareStatement("update record set key_id = ? where id = any (?)")) {
            update.setObject(1, new UUID(0, 0));
            update.setArray(
                    2, connection.createArrayOf("uuid", rows.stream().map(Row::id).toArray()));
            update.executeUpdate();
        }
    }

    private static void count(Connection connection, int removed) throws SQLException {
        try (var update =
                connection.prepareStatement("update retention set removed = removed + ?")) {
            update.setInt(1, removed);
            update.executeUpdate();
        }
    }

    /// Counts, after a sweep, what is left, and says it in the log if that is news or a day has
    /// passed.
    ///
    /// @param connection without auto-commit
    Retention end(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select id from retention for update");
            statement.execute("update retention set swept_at = now()");
        }
        var now = measure(connection);
        if (isNews(connection, now.overdue())) {
            state(connection, now);
            now = measure(connection);
        }
        connection.commit();
        return now;
    }

    private static boolean isNews(Connection connection, long overdue) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select overdue is distinct from ? or stated_at < now() - interval '1 day'
                        from retention
                        """)) {
            query.setLong(1, overdue);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void state(Connection connection, Retention now) throws SQLException {
        var entry =
                events.add(
                        connection,
                        RetentionEvents.ALL,
                        "sweep",
                        "overdue:" + now.overdue(),
                        "removed:" + now.removed());
        try (var update =
                connection.prepareStatement(
                        "update retention set overdue = ?, stated_at = now(), event_id = ?")) {
            update.setLong(1, now.overdue());
            update.setObject(2, entry);
            update.executeUpdate();
        }
    }

    /// How it is now.
    static Retention measure(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                select s.*, due.count, due.oldest,
                                    (select min(expires_at) from record
                                        where envelope is not null and expires_at > now()) as next
                                from retention s, (select count(*), min(r.expires_at) as oldest
                                    from record r where %s) as due
                                """
                                        .formatted(DUE))) {
            row.next();
            return new Retention(
                    row.getLong("count"),
                    time(row, "oldest"),
                    row.getLong("removed"),
                    time(row, "next"),
                    time(row, "swept_at"),
                    time(row, "paused_until").filter(Instant.now()::isBefore),
                    stated(row));
        }
    }

    /// Whether nothing may be removed for now because its time is over.
    static boolean isPaused(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select coalesce(paused_until > now(), false) from retention")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Optional<Stated> stated(ResultSet row) throws SQLException {
        var entry = row.getObject("event_id", UUID.class);
        var at = time(row, "stated_at");
        return entry == null || at.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stated(row.getLong("overdue"), at.get(), entry));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
