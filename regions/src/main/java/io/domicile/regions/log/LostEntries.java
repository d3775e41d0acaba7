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

    /// Reads a page of them, in the order of the log.
    ///
    /// @param connection of any role that may read the log's tables
    /// @param log the log's origin
    /// @param from the lowest place
    /// @param most how many at most
    public static List<LostEntry> page(Connection connection, String log, long from, int most)
            throws SQLException {
        var tables = new LogTables(connection, log, NOBODY);
        long size = tables.head().size();
        var page = new ArrayList<LostEntry>();
        @Nullable TilePath open = null;
        var entries = List.<byte[]>of();
        for (long place : places(connection, log, from, most)) {
            var path = TilePath.in(size, TilePath.ENTRIES, place / TilePath.FULL).orElseThrow();
            if (!path.equals(open)) {
                open = path;
                entries = new Tile(path, tables.get(path)).entries();
            }
            var entry = entries.get((int) (place % TilePath.FULL));
            page.add(PublishedEntry.read(entry).lostAt(place));
        }
        return page;
    }

    private static List<Long> places(Connection connection, String log, long from, int most)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select idx from audit_lost where log_id = ? and idx >= ?"
                                + " order by idx limit ?")) {
            query.setString(1, log);
            query.setLong(2, from);
            query.setInt(3, most);
            var places = new ArrayList<Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    places.add(rows.getLong(1));
                }
            }
            return places;
        }
    }
}
