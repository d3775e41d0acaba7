// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import io.domicile.regions.store.Faults;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/// Looks through the tables of a region as its database gives them out: sees what pages hold
/// compressed, and names the column.
final class TableScan {

    private final Search search;
    private final Ledger ledger;

    TableScan(Search search, Ledger ledger) {
        this.search = search;
        this.ledger = ledger;
    }

    void all(RegionId region, Connection connection) throws SQLException {
        for (var table : Table.all(connection)) {
            scan(region, connection, table);
        }
    }

    /// Columns are read one by one only if the table holds what it may not.
    private void scan(RegionId region, Connection connection, Table table) {
        var place = place(region, table.toString());
        try {
            var seen = new Ledger();
            long bytes = read(connection, "select * from " + table.sql(), place, seen);
            ledger.scanned(place, bytes);
            if (seen.hasViolation()) {
                for (var column : table.columns()) {
                    read(
                            connection,
                            "select " + Table.quoted(column) + " from " + table.sql(),
                            place(region, table + "." + column),
                            ledger);
                }
            } else {
                seen.sightings().forEach(ledger::add);
            }
        } catch (SQLException | IOException e) {
            ledger.gap(place, "cannot be read: " + Faults.describe(e));
        }
    }

    private static Place place(RegionId region, String name) {
        return new Place(Optional.of(region), Place.Kind.TABLE, name);
    }

    private long read(Connection connection, String query, Place place, Ledger into)
            throws SQLException, IOException {
        var copy = "copy (" + query + ") to stdout (format binary)";
        try (var rows = new PGCopyInputStream(connection.unwrap(PGConnection.class), copy)) {
            return search.through(
                    rows, (needle, offset) -> into.found(needle, place, offset), _ -> {});
        }
    }
}
