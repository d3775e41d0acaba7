// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What entries of the log have in common, whoever they are about.
///
/// @param labels what the records are in law, sorted, with a space between
record AccessKind(String type, String act, String labels) {

    /// All that are known, with their ids.
    static Map<AccessKind, Integer> all(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select id, type, act, labels from perishable.access_kind")) {
            var all = new HashMap<AccessKind, Integer>();
            while (rows.next()) {
                all.put(
                        new AccessKind(rows.getString(2), rows.getString(3), rows.getString(4)),
                        rows.getInt(1));
            }
            return all;
        }
    }

    List<String> split() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }
}
