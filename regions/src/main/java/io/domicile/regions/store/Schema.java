// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;

/// A region's tables and the roles that may use them. Works as the owner's login.
public final class Schema {

    private static final String NOT_ALLOWED = "42501";

    private Schema() {}

    /// The roles that rights are granted to. None has a login; logins are members of one.
    public enum Group {
        /// What callers ask for.
        GATEWAY,
        /// The log.
        SEQUENCER,
        /// Reports.
        READER,
        /// Copies of what may be kept for long.
        BACKUP;

        /// The role's name in the database of a region, for instance `domicile_nl_gateway`: roles
        /// are a whole server's, which may have databases of several regions.
        public String in(RegionId region) {
            return "domicile_" + region + "_" + placeholder();
        }

        private String placeholder() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Brings tables, roles and the months' partitions up to date.
    public static void migrate(RegionId region, Database owner) {
        Flyway.configure()
                .dataSource(owner.url(), owner.user(), owner.password())
                .jdbcProperties(Database.SETTINGS)
                .locations("db/region")
                .placeholders(placeholders(region))
                .load()
                .migrate();
        try (var connection = owner.connect()) {
            Months.ahead(connection, Instant.now());
        } catch (SQLException e) {
            throw failed(region, e);
        }
    }

    private static Map<String, String> placeholders(RegionId region) {
        return Arrays.stream(Group.values())
                .collect(Collectors.toMap(Group::placeholder, group -> group.in(region)));
    }

    /// Makes a login a member of a group.
    ///
    /// @throws ResidenceUnavailable if it may do more than the group, or the owner may not make it
    ///   a member; the message says what to do
    public static void admit(RegionId region, Database owner, Group group, String login) {
        try (var connection = owner.connect()) {
            requireOrdinary(connection, region, login);
            if (!is(connection, "select pg_has_role(?, ?, 'usage')", login, group.in(region))) {
                join(connection, region, group, login);
            }
        } catch (SQLException e) {
            throw failed(region, e);
        }
    }

    /// Row-level security does not hold superusers and owners, nor those who were let off.
    private static void requireOrdinary(Connection connection, RegionId region, String login)
            throws SQLException {
        var sql =
                """
                select rolsuper or rolbypassrls or pg_has_role(rolname, current_user, 'member')
                from pg_roles where rolname = ?
                """;
        if (is(connection, sql, login)) {
            throw new ResidenceUnavailable(
                    "region "
                            + region
                            + ": the login "
                            + login
                            + " sees the rows of all tenants: it is the owner, a superuser, or has"
                            + " BYPASSRLS; make a login of its own");
        }
    }

    private static void join(Connection connection, RegionId region, Group group, String login)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            var name = statement.enquoteIdentifier(login, true);
            var grant = "grant " + group.in(region) + " to " + name;
            try {
                statement.execute(grant);
            } catch (SQLException e) {
                if (NOT_ALLOWED.equals(e.getSQLState())) {
                    throw new ResidenceUnavailable(
                            "region "
                                    + region
                                    + ": run in its database, as its administrator: "
                                    + grant);
                }
                throw e;
            }
        }
    }

    private static boolean is(Connection connection, String sql, String... names)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < names.length; i++) {
                query.setString(i + 1, names[i]);
            }
            try (var row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static ResidenceUnavailable failed(RegionId region, SQLException e) {
        return new ResidenceUnavailable(
                "region " + region + ": its database cannot be made ready: " + Faults.describe(e));
    }
}
