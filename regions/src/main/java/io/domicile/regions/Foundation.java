// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.store.Database;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/// A region's database with its two roles, ready to be migrated.
///
/// @param owner the role that owns the tables
/// @param gateway the role of everything but the log
/// @param superuser the role that may do all, where the database is the gateway's own
/// @param stop stops the database where it is the gateway's own
record Foundation(Database owner, Database gateway, Optional<Database> superuser, Runnable stop) {

    private static final String OWNER = "domicile_owner";
    private static final String GATEWAY = "domicile_gateway";
    private static final String DATABASE = "domicile";

    /// A database that others run.
    static Foundation external(Database owner, Database gateway) {
        return new Foundation(owner, gateway, Optional.empty(), () -> {});
    }

    /// A cluster of the gateway's own. Its roles get new passwords at each start, which are kept
    /// nowhere.
    static Foundation embedded(EmbeddedPostgres cluster) {
        try (var connection =
                DriverManager.getConnection(
                        cluster.jdbcUrl("postgres"),
                        EmbeddedPostgres.SUPERUSER,
                        cluster.password())) {
            var owner = new Database(cluster.jdbcUrl(DATABASE), OWNER, role(connection, OWNER));
            var gateway =
                    new Database(cluster.jdbcUrl(DATABASE), GATEWAY, role(connection, GATEWAY));
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                execute(connection, "create database " + DATABASE + " owner " + OWNER);
            }
            var superuser =
                    new Database(
                            cluster.jdbcUrl(DATABASE),
                            EmbeddedPostgres.SUPERUSER,
                            cluster.password());
            return new Foundation(owner, gateway, Optional.of(superuser), cluster::close);
        } catch (SQLException e) {
            cluster.close();
            throw new ResidenceUnavailable("an embedded database has no roles", e);
        }
    }

    /// Makes the role if need be and gives it a new password.
    private static String role(Connection connection, String role) throws SQLException {
        var secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        var password = HexFormat.of().formatHex(secret);
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
            execute(connection, "create role " + role + " login");
        }
        execute(
                connection,
                "alter role "
                        + role
                        + " nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '"
                        + password
                        + "'");
        return password;
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
