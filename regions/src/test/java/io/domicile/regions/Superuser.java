// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/// Somebody who has all rights in a residence's database, as an attacker or an operator might.
public final class Superuser {

    private Superuser() {}

    public static Connection of(Residence residence) {
        var cluster = cluster(residence);
        try {
            var port = Files.readAllLines(cluster.resolve("data/postmaster.pid")).get(3);
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port + "/domicile",
                    "postgres",
                    Files.readString(cluster.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Path cluster(Residence residence) {
        return Objects.requireNonNull(residence.log().getParent()).resolve("postgres");
    }

    /// The first column of the first row of a query, as text; empty text for null.
    public static String query(Residence residence, String sql, Object... parameters) {
        try (var connection = of(residence);
                var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (var rows = query.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static int update(Residence residence, String sql, Object... parameters) {
        try (var connection = of(residence);
                var update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setObject(i + 1, parameters[i]);
            }
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
