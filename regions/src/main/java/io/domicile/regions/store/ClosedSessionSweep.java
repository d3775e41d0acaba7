// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Removes what nobody finds any more by sessions that have ended, and forgets such sessions after
/// 400 days: longer than any record is kept (docs/sessions.md).
final class ClosedSessionSweep {

    /// Rows that one statement removes; stands in the statement too.
    private static final int STEP = 500;

    private ClosedSessionSweep() {}

    /// Goes on until all is done.
    ///
    /// @param stop whether to end early; the next sweep goes on then
    static void sweep(Connection connection, BooleanSupplier stop) throws SQLException {
        for (var session : unswept(connection)) {
            int removed = STEP;
            while (removed == STEP && !stop.getAsBoolean()) {
                removed =
                        update(
                                connection,
                                """
                                delete from perishable.blind_index where record in
                                    (select record from perishable.blind_index
                                        where tenant = ? and field = 'session' and value = ?
                                        limit 500)
                                    and field = 'session'
                                """,
                                session.tenant,
                                session.mark.toArray());
            }
            if (!stop.getAsBoolean()) {
                update(
                        connection,
                        "update closed_session set swept_at = now() where session = ?",
                        session.mark.toArray());
            }
        }
        try (var delete =
                connection.prepareStatement(
                        "delete from closed_session"
                                + " where closed_at < now() - interval '400 days'")) {
            delete.executeUpdate();
        }
    }

    private record Ended(String tenant, Bytes mark) {}

    private static List<Ended> unswept(Connection connection) throws SQLException {
        try (var query =
                        connection.prepareStatement(
                                "select tenant, session from closed_session where swept_at is null");
                var rows = query.executeQuery()) {
            var sessions = new ArrayList<Ended>();
            while (rows.next()) {
                sessions.add(new Ended(rows.getString(1), Bytes.of(rows.getBytes(2))));
            }
            return sessions;
        }
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
