// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Merkle;
import io.domicile.regions.Shard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows that say which logs a region has. The caller ends transactions.
///
/// @param connection of a role that may do what is asked for
record ShardRows(Connection connection) {

    /// The region's logs, the oldest first.
    List<Shard> all() throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select n, log_id, size, minimum, closing, closed
                                from audit_tree order by n
                                """)) {
            var all = new ArrayList<Shard>();
            while (rows.next()) {
                all.add(
                        new Shard(
                                rows.getInt(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                Optional.ofNullable(rows.getString(5)),
                                rows.getBoolean(6)));
            }
            return all;
        }
    }

    /// Begins an empty log; one that is there stays as it is.
    ///
    /// @param number which of the region's it is
    /// @param holder the gateway that is to write it first
    void insert(String origin, int number, Optional<UUID> holder) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into audit_tree (log_id, n, size, root, epoch, holder, held_until)
                        values (?, ?, 0, ?, 0, ?, clock_timestamp() + interval '10 seconds')
                        on conflict do nothing
                        """)) {
            insert.setString(1, origin);
            insert.setInt(2, number);
            insert.setBytes(3, Merkle.EMPTY_ROOT.bytes());
            insert.setObject(4, holder.orElse(null));
            insert.executeUpdate();
        }
    }

    /// Remembers that a log has its last entry.
    void close(String origin) throws SQLException {
        update("update audit_tree set closed = true where log_id = ?", origin);
    }

    /// Orders that the last log be closed and the next begin with new keys. One that is closed
    /// already, and no other follows yet, has only the second left.
    ///
    /// @return its origin; empty if that is ordered already
    Optional<String> freeze() throws SQLException {
        try (var statement = connection.createStatement()) {
            // No log can follow it meanwhile.
            statement.execute("lock table audit_tree in exclusive mode");
        }
        var last = all().getLast();
        if (last.isCompromised()) {
            return Optional.empty();
        }
        freeze(last.origin());
        return Optional.of(last.origin());
    }

    /// Remembers that a log's keys are not safe.
    void freeze(String origin) throws SQLException {
        update("update audit_tree set closing = 'compromise' where log_id = ?", origin);
    }

    private void update(String sql, String origin) throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, origin);
            update.executeUpdate();
        }
    }
}
