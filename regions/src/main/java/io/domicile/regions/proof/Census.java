// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.regions.seal.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Counts how the values of a region's tables rest. `columns.txt` says how those of each column
/// should: a column that it does not name is nobody's decision.
final class Census {

    private static final Map<String, Rest> COLUMNS = columns();

    private Census() {}

    /// Counts all tables, each in one pass.
    static List<TableCount> of(Connection connection) throws SQLException {
        var counts = new ArrayList<TableCount>();
        for (var table : Table.all(connection)) {
            counts.add(count(connection, table));
        }
        return counts;
    }

    private static TableCount count(Connection connection, Table table) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query(table))) {
            row.next();
            var columns = new ArrayList<TableCount.Column>();
            for (int n = 0; n < table.columns().size(); n++) {
                columns.add(column(table, n, row));
            }
            return new TableCount(table.toString(), row.getLong(1), columns);
        }
    }

    private static TableCount.Column column(Table table, int n, ResultSet row) throws SQLException {
        var name = table.columns().get(n);
        return new TableCount.Column(
                name, rest(table, name), row.getLong(2 + 2 * n), row.getLong(3 + 2 * n));
    }

    private static String query(Table table) {
        return table.columns().stream()
                .map(column -> "count(%s), %s".formatted(Table.quoted(column), odd(table, column)))
                .collect(Collectors.joining(", ", "select count(*), ", " from " + table.sql()));
    }

    /// Counts what should be an envelope and does not begin as one.
    private static String odd(Table table, String column) {
        return rest(table, column).equals(Optional.of(Rest.SEALED))
                ? "count(*) filter (where substring(%s from 1 for 1) <> '\\x%02x')"
                        .formatted(Table.quoted(column), Envelope.VERSION)
                : "0";
    }

    private static Optional<Rest> rest(Table table, String column) {
        return Optional.ofNullable(COLUMNS.get(table + "." + column));
    }

    /// Lines of a column and how it rests; `#` begins a remark.
    private static Map<String, Rest> columns() {
        try (InputStream file =
                Objects.requireNonNull(Census.class.getResourceAsStream("columns.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split(" +", 2))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    line -> line[0],
                                    line -> Rest.valueOf(line[1].toUpperCase(Locale.ROOT))));
        } catch (IOException e) {
            throw new UncheckedIOException("columns.txt cannot be read", e);
        }
    }
}
