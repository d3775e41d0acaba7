// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.LostEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What restores of the database have lost: the entries that were published of events which the
/// database was without. It learned the entries from the log's files, but not what they tell of.
public final class LostEntries {

    private static final UUID NOBODY = new UUID(0, 0);

    private LostEntries() {}

    /// @param number see [LostEntry#number]
    private record Place(long number, String log, long index) {}

    /// An entry bundle.
    private record Bundle(String log, TilePath path, List<byte[]> entries) {

        boolean is(String otherLog, TilePath otherPath) {
            return log.equals(otherLog) && path.equals(otherPath);
        }
    }

    /// Remembers the entries at these places.
    static void mark(Connection connection, String log, List<Long> places) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_lost (log_id, idx) select ?, unnest(?)")) {
            insert.setString(1, log);
            insert.setArray(2, connection.createArrayOf("bigint", places.toArray()));
            insert.executeUpdate();
        }
    }

    /// A number that no entry has yet, and none below those that come.
    public static long next(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery("select coalesce(max(q), 0) + 1 from audit_lost")) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Reads a page of them, by number, without those whose bundles may be pruned.
    ///
    /// @param connection of any role that may read the logs' tables
    /// @param from the lowest number
    /// @param most how many at most
    public static List<LostEntry> page(Connection connection, long from, int most)
            throws SQLException {
        var page = new ArrayList<LostEntry>();
        @Nullable Bundle open = null;
        for (var place : places(connection, from, most)) {
            var tables = new LogTables(connection, place.log(), NOBODY);
            long bundle = place.index() / TilePath.FULL;
            var path = TilePath.in(tables.head().size(), TilePath.ENTRIES, bundle).orElseThrow();
            if (open == null || !open.is(place.log(), path)) {
                open = new Bundle(place.log(), path, new Tile(path, tables.get(path)).entries());
            }
            var entry = open.entries().get((int) (place.index() % TilePath.FULL));
            page.add(PublishedEntry.read(entry).lost(place.number(), place.log(), place.index()));
        }
        return page;
    }

    private static List<Place> places(Connection connection, long from, int most)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select q, log_id, idx from audit_lost join audit_tree using (log_id)
                        where q >= ? and idx >= minimum order by q limit ?
                        """)) {
            query.setLong(1, from);
            query.setInt(2, most);
            var places = new ArrayList<Place>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    places.add(new Place(rows.getLong(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return places;
        }
    }
}
