// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.store.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;

/// A region's database with its logins, ready to be migrated.
///
/// @param owner the login that owns the tables
/// @param gateway the login of what callers ask for
/// @param sequencer the login of the log
/// @param stop stops the database where it is the gateway's own
record Foundation(Database owner, Database gateway, Database sequencer, Runnable stop) {

    private static final String OWNER = "domicile_owner";
    private static final String GATEWAY = "domicile_gateway";
    private static final String SEQUENCER = "domicile_sequencer";
    private static final String DATABASE = "domicile";

    /// A database that others run.
    static Foundation external(Database owner, Database gateway, Database sequencer) {
        return new Foundation(owner, gateway, sequencer, () -> {});
    }

    /// A cluster of the gateway's own. Its logins get new passwords at each start, which are kept
    /// nowhere.
    static Foundation embedded(EmbeddedPostgres cluster) {
        try (var connection =
                DriverManager.getConnection(
                        cluster.jdbcUrl("postgres"),
                        EmbeddedPostgres.SUPERUSER,
                        cluster.password())) {
            var owner = login(connection, cluster, OWNER, "createrole");
            var gateway = login(connection, cluster, GATEWAY, "nocreaterole");
            var sequencer = login(connection, cluster, SEQUENCER, "nocreaterole");
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                execute(connection, "create database " + DATABASE + " owner " + OWNER);
            }
            return new Foundation(owner, gateway, sequencer, cluster::close);
        } catch (SQLException e) {
            cluster.close();
            throw new ResidenceUnavailable("an embedded database has no logins", e);
        }
    }

    /// Makes the login if need be and gives it a new password.
    private static Database login(
            Connection connection, EmbeddedPostgres cluster, String name, String roles)
            throws SQLException {
        var secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        var password = HexFormat.of().formatHex(secret);
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", name)) {
            execute(connection, "create role " + name + " login");
        }
        execute(
                connection,
                "alter role %s nosuperuser nocreatedb %s noreplication nobypassrls password '%s'"
                        .formatted(name, roles, password));
        return new Database(cluster.jdbcUrl(DATABASE), name, password);
    }

    private static boolean exists(Connection connection, String sql, String name)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
