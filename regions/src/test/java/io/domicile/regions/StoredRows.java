// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads and writes records' rows and their keys' rows with all rights, past every constraint that
/// the database would let its owner take away.
final class StoredRows implements AutoCloseable {

    private static final String COLUMNS =
            Stream.of(Column.values())
                    .map(column -> (column.isOfRecord() ? "r." : "k.") + column.name)
                    .collect(Collectors.joining(", "));

    private final Connection connection;

    StoredRows(Residence residence) throws SQLException {
        this.connection = Superuser.of(residence);
        try (var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("set synchronous_commit = off");
        }
    }

    /// A record as it is stored now.
    Map<Column, Object> read(UUID record) throws SQLException {
        var sql =
                "select "
                        + COLUMNS
                        + " from record r join perishable.subject_key k on k.id = r.key_id"
                        + " where r.id = ?";
        try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, record);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("no such record");
                }
                var values = new EnumMap<Column, Object>(Column.class);
                for (var column : Column.values()) {
                    values.put(
                            column,
                            column.type == byte[].class
                                    ? rows.getBytes(column.ordinal() + 1)
                                    : rows.getObject(column.ordinal() + 1, column.type));
                }
                return values;
            }
        }
    }

    /// Writes these values into the rows with the given ids.
    ///
    /// @return false if the database has no room for such values, and keeps the old ones
    boolean write(UUID record, UUID key, Map<Column, Object> values) throws SQLException {
        try {
            connection.setAutoCommit(false);
            update("record", record, of(values, true));
            update("perishable.subject_key", key, of(values, false));
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (e.getSQLState().startsWith("08")) {
                throw e;
            }
            return false;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static Map<Column, Object> of(Map<Column, Object> values, boolean isOfRecord) {
        var part = new EnumMap<Column, Object>(values);
        part.keySet().removeIf(column -> column.isOfRecord() != isOfRecord);
        return part;
    }

    private void update(String table, UUID id, Map<Column, Object> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        var set =
                values.keySet().stream()
                        .map(column -> column.name + " = ?")
                        .collect(Collectors.joining(", "));
        try (var update =
                connection.prepareStatement("update " + table + " set " + set + " where id = ?")) {
            bind(update, values);
            update.setObject(values.size() + 1, id);
            if (update.executeUpdate() != 1) {
                throw new SQLException("the row is not there", "02000");
            }
        }
    }

    private static void bind(PreparedStatement update, Map<Column, Object> values)
            throws SQLException {
        int n = 1;
        for (var value : values.values()) {
            update.setObject(n++, value);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
