// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Somebody who has all rights in a region's database, as an attacker or an operator might.
final class Superuser {

    private Superuser() {}

    /// The first column of the first row of a query, as text.
    static String query(Path home, String region, String sql, Object... parameters) {
        try (var connection = of(home, region);
                var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (var rows = query.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// How many rows a change touched.
    static int update(Path home, String region, String sql, Object... parameters) {
        try (var connection = of(home, region);
                var update = connection.prepareStatement(sql)) {
            bind(update, parameters);
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private static Connection of(Path home, String region) throws SQLException {
        var postgres = home.resolve(region).resolve("postgres");
        try {
            var port = Files.readAllLines(postgres.resolve("data/postmaster.pid")).get(3).strip();
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/domicile",
                    "postgres",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
