// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows that say which generations of keys sign a log. The caller ends transactions.
///
/// @param origin the log's origin
record KeyRows(Connection connection, String origin) {

    /// One generation.
    ///
    /// @param vkeys its public keys
    /// @param begun since when it signs
    /// @param until when it stops, if it is replaced
    record Row(String generation, List<String> vkeys, Instant begun, Optional<Instant> until) {}

    /// All of them, the newest first.
    List<Row> all() throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select generation, vkeys, begun_at, until from audit_key
                        where log_id = ? order by until desc nulls first, begun_at desc
                        """)) {
            query.setString(1, origin);
            var all = new ArrayList<Row>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(
                            new Row(
                                    rows.getString(1),
                                    rows.getString(2).lines().toList(),
                                    rows.getTimestamp(3).toInstant(),
                                    Optional.ofNullable(rows.getTimestamp(4))
                                            .map(Timestamp::toInstant)));
                }
            }
            return all;
        }
    }

    /// Adds one; one that is there stays as it is.
    void insert(Row row) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into audit_key (log_id, generation, vkeys, begun_at, until)
                        values (?, ?, ?, ?, ?) on conflict do nothing
                        """)) {
            insert.setString(1, origin);
            insert.setString(2, row.generation());
            insert.setString(3, String.join("\n", row.vkeys()));
            insert.setTimestamp(4, Timestamp.from(row.begun()));
            insert.setTimestamp(5, row.until().map(Timestamp::from).orElse(null));
            insert.executeUpdate();
        }
    }

    /// Adds one, in the place of what was thought of it before.
    void replace(Row row) throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "delete from audit_key where log_id = ? and generation = ?")) {
            delete.setString(1, origin);
            delete.setString(2, row.generation());
            delete.executeUpdate();
        }
        insert(row);
    }

    /// The generation that began last to sign any of the region's logs.
    static Optional<String> last(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                select generation from audit_key
                                order by begun_at desc fetch first row only
                                """)) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /// Lets those that are in force without an end stop at a time, all but one.
    void end(Instant until, String generation) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        """
                        update audit_key set until = ?
                        where log_id = ? and until is null and generation <> ?
                        """)) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setString(2, origin);
            update.setString(3, generation);
            update.executeUpdate();
        }
    }
}
