// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.EntryProof;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.Bytes;
import io.domicile.regions.PlacedEntry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Finds where an event's entry stands in the log.
public final class Placement {

    private static final UUID NOBODY = new UUID(0, 0);

    private Placement() {}

    /// Finds it out of the database, so that every gateway can.
    ///
    /// @param connection of any role that may read the log's tables
    /// @param log the log's origin
    /// @return empty until a checkpoint covers it
    public static Optional<PlacedEntry> find(Connection connection, String log, UUID event)
            throws SQLException {
        var tables = new LogTables(connection, log, NOBODY);
        var index = index(connection, log, event);
        var checkpoint = tables.lastSigned();
        if (index.isEmpty() || checkpoint.isEmpty()) {
            return Optional.empty();
        }
        long at = index.getAsLong();
        long size = Checkpoint.parse(checkpoint.get()).size();
        if (at >= size) {
            return Optional.empty();
        }
        var bundle = TilePath.in(size, TilePath.ENTRIES, at / TilePath.FULL).orElseThrow();
        var entries = new Tile(bundle, tables.get(bundle)).entries();
        return Optional.of(
                new PlacedEntry(
                        Bytes.of(entries.get((int) (at % TilePath.FULL))),
                        EntryProof.of(at, checkpoint.get(), tables)));
    }

    /// The newest checkpoint that was signed, as its note's text.
    public static Optional<String> checkpoint(Connection connection, String log)
            throws SQLException {
        return new LogTables(connection, log, NOBODY)
                .lastSigned()
                .map(note -> new String(note.bytes(), StandardCharsets.UTF_8));
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
