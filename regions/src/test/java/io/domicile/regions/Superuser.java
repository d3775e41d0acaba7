// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
        return folder(residence).resolve("postgres");
    }

    /// Where everything lies that the gateway keeps for the region.
    public static Path folder(Residence residence) {
        var logs = Objects.requireNonNull(residence.log().getParent());
        return Objects.requireNonNull(logs.getParent());
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

    /// Several statements, for instance of definitions.
    public static void execute(Residence residence, String sql) {
        try (var connection = of(residence);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first column of all rows.
    public static List<String> all(Residence residence, String sql) {
        try (var connection = of(residence);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The SQLSTATE of an update that the database must refuse.
    public static String refused(Residence residence, String sql, Object... parameters) {
        var refused =
                assertThrows(IllegalStateException.class, () -> update(residence, sql, parameters));
        return assertInstanceOf(SQLException.class, refused.getCause()).getSQLState();
    }

    /// Ends the connections that are in a transaction with such a statement, as the death of their
    /// process does.
    ///
    /// @return how many
    public static int cutOff(Residence residence, String statement) {
        return Integer.parseInt(
                query(
                        residence,
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <>"
                                + " pg_backend_pid() and xact_start is not null and query like ?",
                        "%" + statement + "%"));
    }
}
