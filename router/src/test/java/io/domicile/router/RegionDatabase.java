// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Somebody who has all rights in the database of a region of the running gateway.
public final class RegionDatabase {

    private RegionDatabase() {}

    public static Connection of(String region) throws SQLException {
        var postgres = Api.home().resolve(region).resolve("postgres");
        try {
            var pid = Files.readAllLines(postgres.resolve("data").resolve("postmaster.pid"));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/domicile",
                    "postgres",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes rows.
    ///
    /// @return how many
    public static int update(String region, String sql, Object... parameters) throws SQLException {
        try (var connection = of(region);
                var change = connection.prepareStatement(sql)) {
            bind(change, parameters);
            return change.executeUpdate();
        }
    }

    /// The first column of the first row of a query, as text; empty without a row.
    public static String query(String region, String sql, Object... parameters)
            throws SQLException {
        try (var connection = of(region);
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (var rows = query.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
