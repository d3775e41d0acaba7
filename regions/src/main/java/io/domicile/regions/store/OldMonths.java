// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.store.Months.Kept;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// Drops the partitions of months long past of which nothing is left. Their records answer from
/// then on as if they had never been.
///
/// @param events says whose rows went
record OldMonths(RetentionEvents events) {

    private static final Logger LOG = Logger.getLogger(OldMonths.class);

    /// How long a month is over before its partition may go.
    private static final int MONTHS = 12;

    /// Drops what may go.
    void drop(Connection connection, Instant now) throws SQLException {
        var border = YearMonth.from(now.atOffset(ZoneOffset.UTC)).minusMonths(MONTHS);
        for (var kept : Kept.values()) {
            for (var month : Months.before(connection, kept, border)) {
                Months.change(connection, statement -> drop(statement, kept, month));
            }
        }
    }

    private void drop(Statement statement, Kept kept, YearMonth month) throws SQLException {
        var partition = kept.partition(month);
        if (isNeeded(statement, kept, partition) || isLate(statement, kept, partition)) {
            return;
        }
        var counts = counts(statement, kept, partition);
        // First the table, as all who use it; what came meanwhile is seen.
        statement.execute("lock table only %s in access exclusive mode".formatted(kept.table));
        if (isNeeded(statement, kept, partition)) {
            return;
        }
        for (var tenant : counts.entrySet()) {
            events.add(
                    statement.getConnection(),
                    tenant.getKey(),
                    "drop",
                    "month:" + month,
                    "records:" + tenant.getValue());
        }
        statement.execute("drop table " + partition);
        LOG.infof("%s: dropped %s", events.home().region(), partition);
    }

    /// Whether anything sealed is left.
    private static boolean isNeeded(Statement statement, Kept kept, String partition)
            throws SQLException {
        var rows = kept == Kept.RECORD ? " where envelope is not null" : "";
        return Months.is(statement, "select exists (select from " + partition + rows + ")");
    }

    /// Whether the time of some record was over within the last 30 days.
    private static boolean isLate(Statement statement, Kept kept, String partition)
            throws SQLException {
        return kept == Kept.RECORD
                && Months.is(
                        statement,
                        """
                        select exists (select from %s
                            where expires_at between now() - interval '30 days' and now())
                        """
                                .formatted(partition));
    }

    private static Map<String, Long> counts(Statement statement, Kept kept, String partition)
            throws SQLException {
        var counts = new TreeMap<String, Long>();
        if (kept == Kept.RECORD) {
            try (var rows =
                    statement.executeQuery(
                            "select tenant, count(*) from " + partition + " group by tenant")) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }
}
