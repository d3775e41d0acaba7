// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The network logs of erased subjects that the law wants kept for a time (PIPL 47, CSL 23): each
/// entry's detail goes when its own time is over, and the restricted key with the last. What is
/// held stays. Used by one thread.
final class KeptLogs {

    /// Rows that one statement deletes, or keys that end in one transaction; stands in them too.
    private static final int STEP = 500;

    private static final String FREE =
            """
            log_until is not null
                and not exists (select 1 from perishable.held_key h where h.id = key_id)
            """;

    private final RetentionEvents events;
    private final BooleanSupplier closed;
    private LocalDate aged = LocalDate.MIN;

    /// @param events writes what went into the audit log
    /// @param closed whether to stop after the step
    KeptLogs(RetentionEvents events, BooleanSupplier closed) {
        this.events = events;
        this.closed = closed;
    }

    /// How long a destroyed key's log is kept.
    private record Kept(UUID key, Instant from, Instant until) {

        /// Details of events before that are kept no longer: as old as the log may get.
        UUID oldest(Instant now) {
            var age = now.minusMillis(until.toEpochMilli() - from.toEpochMilli());
            return new UUID(Math.max(0, age.toEpochMilli()) << 16, 0);
        }
    }

    /// Shreds what is due.
    ///
    /// @param connection of the owner's role, with auto-commit
    /// @return how many keys ended
    long shred(Connection connection) throws SQLException {
        var today = LocalDate.now(ZoneOffset.UTC);
        connection.setAutoCommit(false);
        if (!today.equals(aged)) {
            removeAged(connection);
            aged = today;
        }
        long all = 0;
        int ended = STEP;
        while (ended == STEP && !closed.getAsBoolean()) {
            ended = end(connection);
            connection.commit();
            all += ended;
        }
        connection.setAutoCommit(true);
        return all;
    }

    /// Removes, once a day, details that are old enough while their key still has others.
    private void removeAged(Connection connection) throws SQLException {
        var now = Instant.now();
        var page = kept(connection, new UUID(0, 0));
        while (!page.isEmpty() && !closed.getAsBoolean()) {
            for (var kept : page) {
                int removed = STEP;
                while (removed == STEP && !closed.getAsBoolean()) {
                    shutOutHolds(connection);
                    removed = removeDetails(connection, kept.key, kept.oldest(now));
                    connection.commit();
                }
            }
            page = kept(connection, page.getLast().key);
        }
    }

    private static List<Kept> kept(Connection connection, UUID after) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select key_id, erased_at, log_until from erased_key where "
                                + FREE
                                + " and key_id > ? order by key_id limit 500")) {
            query.setObject(1, after);
            try (var rows = query.executeQuery()) {
                var kept = new ArrayList<Kept>();
                while (rows.next()) {
                    kept.add(
                            new Kept(
                                    rows.getObject(1, UUID.class),
                                    rows.getTimestamp(2).toInstant(),
                                    rows.getTimestamp(3).toInstant()));
                }
                return kept;
            }
        }
    }

    private static int removeDetails(Connection connection, UUID key, UUID before)
            throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        """
                        delete from audit_detail where event_id in (select event_id
                            from audit_detail d where key_id = ? and event_id < ?
                                and exists (select 1 from erased_key e
                                    where e.key_id = d.key_id and %s)
                            limit 500)
                        """
                                .formatted(FREE.replace("= key_id", "= e.key_id")))) {
            delete.setObject(1, key);
            delete.setObject(2, before);
            return delete.executeUpdate();
        }
    }

    /// Destroys the restricted keys whose time is over, with an audit row for each tenant. The
    /// details that they opened go with the next sweep.
    ///
    /// @return how many
    private int end(Connection connection) throws SQLException {
        shutOutHolds(connection);
        var ended = new ArrayList<UUID>();
        var counts = new TreeMap<String, Long>();
        try (var update =
                connection.prepareStatement(
                        """
                        update erased_key set log_until = null, swept_at = null, vacuumed_at = null
                        where key_id in (select key_id from erased_key
                            where log_until <= ? and %s
                            order by key_id limit 500 for update)
                        returning key_id, tenant
                        """
                                .formatted(FREE))) {
            update.setTimestamp(1, Timestamp.from(Instant.now()));
            try (var rows = update.executeQuery()) {
                while (rows.next()) {
                    ended.add(rows.getObject(1, UUID.class));
                    counts.merge(rows.getString(2), 1L, Long::sum);
                }
            }
        }
        delete(connection, ended);
        for (Map.Entry<String, Long> tenant : counts.entrySet()) {
            var what = "network_logs:" + tenant.getValue();
            var unused = events.add(connection, tenant.getKey(), "erase", what);
        }
        return ended.size();
    }

    private static void shutOutHolds(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(Holds.SHUT_OUT);
        }
    }

    private static void delete(Connection connection, List<UUID> keys) throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "delete from perishable.subject_key where id = any(?)")) {
            delete.setArray(1, connection.createArrayOf("uuid", keys.toArray()));
            delete.executeUpdate();
        }
    }
}
