// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/// Where a role of a region's database logs in.
///
/// @param url JDBC URL
/// @param user name of the role
/// @param password its password
public record Database(String url, String user, String password) {

    /// What every connection of the gateway has: the server's messages come without the values of
    /// rows and parameters.
    static final Map<String, String> SETTINGS = Map.of("logServerErrorDetail", "false");

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

    @Override
    public String toString() {
        return "Database[" + user + "]";
    }
}
