// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Makes the partitions of the tables that are kept by month. The first 48 bits of an id are its
/// time, so a month is a range of ids. Works as the owner's login.
///
/// An id of no month's partition, as after a step of the clock, goes to the default partition,
/// until its month gets one. So no insert fails for want of a partition.
final class Months {

    private static final Logger LOG = Logger.getLogger(Months.class);

    /// How many months beside the present one have their partitions before they come.
    private static final int AHEAD = 2;

    /// Who waits for a table's lock makes all wait behind it: not for long.
    private static final String PATIENCE = "set local lock_timeout = '2s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Months() {}

    /// A table that is kept by month.
    enum Kept {
        RECORD("record", "id"),
        AUDIT_DETAIL("audit_detail", "event_id");

        final String table;
        private final String id;

        Kept(String table, String id) {
            this.table = table;
            this.id = id;
        }

        /// For instance `record_2026_11`.
        String partition(YearMonth month) {
            return "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
        }

        private String other() {
            return table + "_other";
        }
    }

    /// Work in a transaction of its own.
    @FunctionalInterface
    interface Change {
        void on(Statement statement) throws SQLException;
    }

    /// Makes the partitions of this month and the next ones where they are missing.
    static void ahead(Connection connection, Instant now) throws SQLException {
        var month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        for (var kept : Kept.values()) {
            for (int i = 0; i <= AHEAD; i++) {
                var next = month.plusMonths(i);
                change(connection, statement -> make(statement, kept, next));
            }
        }
    }

    /// Changes a partitioned table, unless others hold it, as a backup does: there is time.
    static void change(Connection connection, Change change) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(PATIENCE);
            change.on(statement);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.info("a table is in use; its partitions are made or dropped another time");
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void make(Statement statement, Kept kept, YearMonth month) throws SQLException {
        // One gateway at a time; nobody who reads or writes waits.
        statement.execute(
                "lock table only %s in share update exclusive mode".formatted(kept.table));
        var partition = kept.partition(month);
        if (isThere(statement, partition)) {
            return;
        }
        var from = first(month);
        var to = first(month.plusMonths(1));
        statement.execute("lock table %s in access exclusive mode".formatted(kept.other()));
        statement.execute(
                "create table %s (like %s including all)".formatted(partition, kept.table));
        statement.execute(
                """
                with moved as (delete from %s where %2$s >= '%3$s' and %2$s < '%4$s' returning *)
                insert into %5$s select * from moved
                """
                        .formatted(kept.other(), kept.id, from, to, partition));
        statement.execute(
                "alter table %s attach partition %s for values from ('%s') to ('%s')"
                        .formatted(kept.table, partition, from, to));
    }

    private static boolean isThere(Statement statement, String table) throws SQLException {
        return is(statement, "select to_regclass('%s') is not null".formatted(table));
    }

    /// The answer of a query that is yes or no.
    static boolean is(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// The months before this one that have partitions, the oldest first.
    static List<YearMonth> before(Connection connection, Kept kept, YearMonth month)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select right(c.relname, 7) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = cast(? as regclass) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
                        order by 1
                        """)) {
            query.setString(1, kept.table);
            var months = new ArrayList<YearMonth>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    months.add(YearMonth.parse(rows.getString(1).replace('_', '-')));
                }
            }
            return months.stream().filter(month::isAfter).toList();
        }
    }

    /// What no id of the month is below.
    private static UUID first(YearMonth month) {
        var begin = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new UUID(begin.toEpochMilli() << 16, 0);
    }
}
