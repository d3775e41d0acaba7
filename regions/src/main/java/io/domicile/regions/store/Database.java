// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Where a role of a region's database logs in.
///
/// @param url JDBC URL
/// @param user name of the role
/// @param password its password
public record Database(String url, String user, String password) {

    /// What every connection of the gateway has: the server's messages come without the values of
    /// rows and parameters, and a commit is on disk when it is confirmed.
    static final Map<String, String> SETTINGS =
            Map.of("logServerErrorDetail", "false", "options", "-c synchronous_commit=on");

    /// A connection of its own, outside all pools. It gives up on a database that is silent for
    /// half a minute.
    public Connection connect() throws SQLException {
        var properties = new Properties();
        properties.putAll(SETTINGS);
        properties.put("user", user);
        properties.put("password", password);
        properties.put("reWriteBatchedInserts", "true");
        properties.put("connectTimeout", "2");
        properties.put("socketTimeout", "30");
        return DriverManager.getConnection(url, properties);
    }

    /// Refuses a database that may lose what it confirms.
    ///
    /// @throws ResidenceUnavailable if it may, or does not answer; the message says what to change
    public void requireDurable(RegionId region) {
        try (var connection = connect()) {
            for (var setting : List.of("fsync", "synchronous_commit")) {
                requireOn(connection, setting, region);
            }
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region "
                            + region
                            + ": its database does not answer: "
                            + Faults.describe(e)
                            + "; look at domicile.regions."
                            + region
                            + ".jdbc-url");
        }
    }

    private static void requireOn(Connection connection, String setting, RegionId region)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("show " + setting)) {
            row.next();
            if (!row.getString(1).matches("on|remote_apply")) {
                throw new ResidenceUnavailable(
                        "region "
                                + region
                                + ": its database may lose what it confirms: "
                                + setting
                                + " is "
                                + row.getString(1)
                                + "; set it to on");
            }
        }
    }

    @Override
    public String toString() {
        return "Database[" + user + "]";
    }
}
