// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.EntryProof;
import io.domicile.audit.Note;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.Bytes;
import io.domicile.regions.PlacedEntry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Finds where an event's entry stands in the region's logs.
public final class Placement {

    private static final UUID NOBODY = new UUID(0, 0);

    private Placement() {}

    /// Finds it out of the database, so that every gateway can. The proof ends in the newest
    /// checkpoint that witnesses cosigned, where that covers it.
    ///
    /// @param connection of any role that may read the logs' tables
    /// @return empty until a checkpoint covers it, and once its bundle is pruned
    public static Optional<PlacedEntry> find(Connection connection, UUID event)
            throws SQLException {
        var place = place(connection, event);
        return place.isEmpty() ? Optional.empty() : find(connection, place.get());
    }

    private static Optional<PlacedEntry> find(Connection connection, Place place)
            throws SQLException {
        var tables = new LogTables(connection, place.log(), NOBODY);
        long at = place.index();
        var checkpoint = tables.lastCosigned().filter(note -> covers(note, at));
        if (checkpoint.isEmpty()) {
            checkpoint = tables.lastSigned().filter(note -> covers(note, at));
        }
        if (checkpoint.isEmpty() || at < place.minimum()) {
            return Optional.empty();
        }
        long size = Checkpoint.parse(checkpoint.get()).size();
        var bundle = TilePath.in(size, TilePath.ENTRIES, at / TilePath.FULL).orElseThrow();
        var entries = new Tile(bundle, tables.get(bundle)).entries();
        return Optional.of(
                new PlacedEntry(
                        Bytes.of(entries.get((int) (at % TilePath.FULL))),
                        EntryProof.of(at, checkpoint.get(), tables)));
    }

    private static boolean covers(Note checkpoint, long index) {
        return index < Checkpoint.parse(checkpoint).size();
    }

    /// The newest checkpoint that was signed, as its note's text.
    public static Optional<String> checkpoint(Connection connection, String log)
            throws SQLException {
        return new LogTables(connection, log, NOBODY)
                .lastSigned()
                .map(note -> new String(note.bytes(), StandardCharsets.UTF_8));
    }

    /// @param minimum before which bundles may have been pruned
    private record Place(String log, long index, long minimum) {}

    private static Optional<Place> place(Connection connection, UUID event) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select i.log_id, i.idx, t.minimum from audit_index i
                        join audit_tree t on t.log_id = i.log_id where i.event_id = ?
                        """)) {
            query.setObject(1, event);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Place(row.getString(1), row.getLong(2), row.getLong(3)))
                        : Optional.empty();
            }
        }
    }
}
