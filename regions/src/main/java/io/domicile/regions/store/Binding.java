// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.keys.RegionKeys;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// Ties a database to its region and to the region's keys, so that swapped addresses or key stores
/// are found before anything is written.
public final class Binding {

    private static final String LABEL = "domicile/residence/v1";

    private Binding() {}

    /// Binds a database that is new, and checks one that is not.
    ///
    /// @param owner the role that owns the tables, which are there
    /// @throws ResidenceUnavailable if the database is of another region or of other keys; the
    ///   message names what to look at
    public static void check(Database owner, RegionId region, RegionKeys keys) {
        var value = keys.mac(LABEL, "", region.code().getBytes(StandardCharsets.UTF_8));
        try (var connection = owner.connect()) {
            bind(connection, region, value);
            compare(connection, region, value);
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region "
                            + region
                            + ": its database does not say whose it is: "
                            + Faults.describe(e));
        }
    }

    private static void bind(Connection connection, RegionId region, Bytes value)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into residence (id, region, check_value) values (1, ?, ?)"
                                + " on conflict do nothing")) {
            insert.setString(1, region.code());
            insert.setBytes(2, value.toArray());
            insert.executeUpdate();
        }
    }

    private static void compare(Connection connection, RegionId region, Bytes value)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select region, check_value from residence")) {
            row.next();
            if (!row.getString(1).equals(region.code())) {
                throw new ResidenceUnavailable(
                        "region "
                                + region
                                + ": its database is that of region "
                                + row.getString(1)
                                + "; look at domicile.regions."
                                + region
                                + ".jdbc-url and "
                                + "domicile.home");
            }
            if (!Bytes.of(row.getBytes(2)).equals(value)) {
                throw new ResidenceUnavailable(
                        "region "
                                + region
                                + ": its database was made with other keys; look at"
                                + " domicile.regions."
                                + region
                                + ".key-store and .jdbc-url");
            }
        }
    }
}
