// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.store.Holds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What pruning reads and changes of a log's rows, as the owner. The caller ends transactions.
///
/// @param log the log's origin
record PruneRows(Connection connection, String log) {

    private static final UUID NOBODY = new UUID(0, 0);

    /// Whether a legal hold is in force, on the log or on any data subject: their entries are not
    /// told apart from others'.
    static boolean isHeld(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                select exists (select from audit_hold
                                        where until is null or until > now())
                                    or exists (select from perishable.legal_hold
                                        where until is null or until > now())
                                """)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /// Whether one is in force; until the transaction ends none is placed.
    static boolean staysHeld(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(Holds.SHUT_OUT);
        }
        return isHeld(connection);
    }

    /// Keeps others from the log, and says from where it has entries.
    long lock() throws SQLException {
        return new LogTables(connection, log, NOBODY).lockHead().minimum();
    }

    /// How many entries the newest signed checkpoint covers.
    long published() throws SQLException {
        return new LogTables(connection, log, NOBODY)
                .lastSigned()
                .map(note -> Checkpoint.parse(note).size())
                .orElse(0L);
    }

    /// The entries of a bundle.
    Optional<List<byte[]>> entries(TilePath bundle) {
        return new LogTables(connection, log, NOBODY).find(bundle).map(Tile::entries);
    }

    /// Removes the bundles before an entry.
    void prune(long minimum) throws SQLException {
        try (var update =
                        connection.prepareStatement(
                                "update audit_tree set minimum = ? where log_id = ?");
                var delete =
                        connection.prepareStatement(
                                "delete from audit_bundle where log_id = ? and n * 256 + w <= ?")) {
            update.setLong(1, minimum);
            update.setString(2, log);
            update.executeUpdate();
            delete.setString(1, log);
            delete.setLong(2, minimum);
            delete.executeUpdate();
        }
    }
}
