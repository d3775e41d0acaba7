// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of a database as its own catalogue lists them, with those that the role may not see.
///
/// @param schema its schema
/// @param name its name
/// @param columns its columns, in their order
record Table(String schema, String name, List<String> columns) {

    /// Partitions are looked at through the table that they are parts of.
    private static final String ALL =
            """
            select n.nspname, c.relname, a.attname
            from pg_catalog.pg_class c
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                join pg_catalog.pg_attribute a on a.attrelid = c.oid
            where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition
                and a.attnum > 0 and not a.attisdropped
                and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
            order by n.nspname, c.relname, a.attnum
            """;

    /// All tables that are not the database's own.
    static List<Table> all(Connection connection) throws SQLException {
        var columns = new LinkedHashMap<Map.Entry<String, String>, List<String>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                columns.computeIfAbsent(
                                Map.entry(rows.getString(1), rows.getString(2)),
                                _ -> new ArrayList<>())
                        .add(rows.getString(3));
            }
        }
        return columns.entrySet().stream()
                .map(table ->
                        new Table(
                                table.getKey().getKey(),
                                table.getKey().getValue(),
                                List.copyOf(table.getValue())))
                .toList();
    }

    /// As SQL names it.
    String sql() {
        return quoted(schema) + "." + quoted(name);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
