// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.EntryProof;
import io.domicile.audit.Note;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.Bytes;
import io.domicile.regions.PlacedEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Finds where an event's entry stands in the log.
public final class Placement {

    private static final UUID NOBODY = new UUID(0, 0);

    private Placement() {}

    /// Finds it out of the database, so that every gateway can. The proof ends in the newest
    /// checkpoint that witnesses cosigned, where that covers it.
    ///
    /// @param connection of any role that may read the log's tables
    /// @param log the log's origin
    /// @return empty until a checkpoint covers it
    public static Optional<PlacedEntry> find(Connection connection, String log, UUID event)
            throws SQLException {
        var tables = new LogTables(connection, log, NOBODY);
        var index = index(connection, log, event);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        long at = index.getAsLong();
        var checkpoint = tables.lastCosigned().filter(note -> covers(note, at));
        if (checkpoint.isEmpty()) {
            checkpoint = tables.lastSigned().filter(note -> covers(note, at));
        }
        if (checkpoint.isEmpty()) {
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

    private static OptionalLong index(Connection connection, String log, UUID event)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select idx from audit_index where log_id = ? and event_id = ?")) {
            query.setString(1, log);
            query.setObject(2, event);
            try (var row = query.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }
}
