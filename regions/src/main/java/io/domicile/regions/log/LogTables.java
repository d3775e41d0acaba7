// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Hash;
import io.domicile.audit.Note;
import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.audit.TileReader;
import io.domicile.audit.Tree;
import io.domicile.regions.Bytes;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The tables of one log, over one connection of the sequencer's role. The caller ends
/// transactions.
///
/// @param connection the connection, without auto-commit
/// @param log the log's origin
/// @param holder the gateway that wants to write it
record LogTables(Connection connection, String log, UUID holder) implements TileReader {

    /// The tree's row.
    ///
    /// @param size how many entries the log has
    /// @param root their root
    /// @param epoch which sequencer may write
    /// @param closing why the log is to be closed, if it is
    /// @param closed whether the last entry says that it is
    /// @param minimum before which entry bundles may have been pruned
    record Head(
            long size,
            Hash root,
            long epoch,
            Optional<String> closing,
            boolean closed,
            long minimum) {}

    /// An entry without a place yet.
    ///
    /// @param decision names what was decided, if it is kept
    record Waiting(long q, UUID event, Bytes entry, Optional<Bytes> decision) {}

    /// Makes this sequencer the only one that may write, unless another gateway holds the log.
    Optional<Head> takeOver() throws SQLException {
        try (var update =
                connection.prepareStatement(
                        """
                        update audit_tree set epoch = epoch + 1, holder = ?,
                            held_until = clock_timestamp() + interval '10 seconds'
                        where log_id = ?
                            and (holder is null or holder = ? or held_until < clock_timestamp())
                        """)) {
            update.setObject(1, holder);
            update.setString(2, log);
            update.setObject(3, holder);
            if (update.executeUpdate() == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(lockHead());
    }

    /// Makes whoever holds the log stop, and keeps others from it until the transaction ends.
    Head seize() throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update audit_tree set epoch = epoch + 1, holder = null where log_id = ?")) {
            update.setString(1, log);
            update.executeUpdate();
        }
        return lockHead();
    }

    /// Lets events wait no longer that have their places already.
    ///
    /// @return those that did wait
    Set<UUID> forget(List<UUID> events) throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "delete from audit_outbox where event_id = any(?) returning event_id")) {
            delete.setArray(1, connection.createArrayOf("uuid", events.toArray()));
            var waited = new HashSet<UUID>();
            try (var rows = delete.executeQuery()) {
                while (rows.next()) {
                    waited.add(rows.getObject(1, UUID.class));
                }
            }
            return waited;
        }
    }

    /// Holds the log for ten seconds from now. The caller has locked the tree's row.
    void renew() throws SQLException {
        hold("clock_timestamp() + interval '10 seconds'");
    }

    /// Lets another gateway take the log at once.
    void release() throws SQLException {
        hold("clock_timestamp()");
    }

    private void hold(String until) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update audit_tree set held_until = "
                                + until
                                + " where log_id = ? and holder = ?")) {
            update.setString(1, log);
            update.setObject(2, holder);
            update.executeUpdate();
        }
    }

    /// Reads the tree's row and keeps others from it until the transaction ends.
    Head lockHead() throws SQLException {
        return head(" for update");
    }

    /// The tree's row as it stands.
    Head head() throws SQLException {
        return head("");
    }

    private Head head(String lock) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select size, root, epoch, closing, closed, minimum from audit_tree"
                                + " where log_id = ?"
                                + lock)) {
            query.setString(1, log);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the log has no tree", "02000");
                }
                return new Head(
                        row.getLong(1),
                        Hash.of(row.getBytes(2)),
                        row.getLong(3),
                        Optional.ofNullable(row.getString(4)),
                        row.getBoolean(5),
                        row.getLong(6));
            }
        }
    }

    /// The entries that have waited longest, in their order.
    List<Waiting> waiting(int limit) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select q, event_id, entry, decision from audit_outbox order by q limit ?")) {
            query.setInt(1, limit);
            var waiting = new ArrayList<Waiting>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    waiting.add(
                            new Waiting(
                                    rows.getLong(1),
                                    rows.getObject(2, UUID.class),
                                    Bytes.of(rows.getBytes(3)),
                                    Optional.ofNullable(rows.getBytes(4)).map(Bytes::of)));
                }
            }
            return waiting;
        }
    }

    /// Gives the entries their places.
    void store(List<Waiting> taken, Tree.Batch batch) throws SQLException {
        storeTiles(batch.writes());
        storeIndex(taken, batch);
        try (var update =
                connection.prepareStatement(
                        "update audit_tree set size = ?, root = ? where log_id = ?")) {
            update.setLong(1, batch.tree().size());
            update.setBytes(2, batch.tree().root().bytes());
            update.setString(3, log);
            update.executeUpdate();
        }
        // By number, never up to a number: one that is smaller may still be on its way.
        try (var delete =
                connection.prepareStatement("delete from audit_outbox where q = any(?)")) {
            var numbers = taken.stream().map(Waiting::q).toArray();
            delete.setArray(1, connection.createArrayOf("bigint", numbers));
            delete.executeUpdate();
        }
    }

    private void storeTiles(List<Tile> tiles) throws SQLException {
        try (var bundles =
                        connection.prepareStatement(
                                """
                                insert into audit_bundle (w, data, log_id, n) values (?, ?, ?, ?)
                                on conflict (log_id, n) do update
                                set w = excluded.w, data = excluded.data
                                """);
                var hashes =
                        connection.prepareStatement(
                                """
                                insert into audit_tile (w, data, log_id, n, level)
                                values (?, ?, ?, ?, ?)
                                on conflict (log_id, level, n) do update
                                set w = excluded.w, data = excluded.data
                                """)) {
            for (var tile : tiles) {
                var insert = tile.path().isBundle() ? bundles : hashes;
                insert.setInt(1, tile.path().width());
                insert.setBytes(2, tile.bytes());
                insert.setString(3, log);
                insert.setLong(4, tile.path().index());
                if (!tile.path().isBundle()) {
                    insert.setInt(5, tile.path().level());
                }
                insert.addBatch();
            }
            bundles.executeBatch();
            hashes.executeBatch();
        }
    }

    private void storeIndex(List<Waiting> taken, Tree.Batch batch) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_index (log_id, idx, event_id, leaf, decision)"
                                + " values (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < taken.size(); i++) {
                insert.setString(1, log);
                insert.setLong(2, batch.first() + i);
                insert.setObject(3, taken.get(i).event());
                insert.setBytes(4, batch.leaves().get(i).bytes());
                insert.setBytes(5, taken.get(i).decision().map(Bytes::toArray).orElse(null));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// The newest checkpoint that was signed, as its note's bytes.
    Optional<Note> lastSigned() throws SQLException {
        return note("select note from audit_pub where log_id = ? order by size desc limit 1");
    }

    private Optional<Note> note(String sql) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setString(1, log);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(Note.parse(row.getString(1).getBytes(StandardCharsets.UTF_8)))
                        : Optional.empty();
            }
        }
    }

    void storeSigned(Checkpoint checkpoint, Note note) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_pub (log_id, size, root, note, signed_at)"
                                + " values (?, ?, ?, ?, ?)")) {
            insert.setString(1, log);
            insert.setLong(2, checkpoint.size());
            insert.setBytes(3, checkpoint.root().bytes());
            insert.setString(4, new String(note.bytes(), StandardCharsets.UTF_8));
            insert.setTimestamp(5, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        }
    }

    /// The newest checkpoint that witnesses cosigned, with their lines.
    Optional<Note> lastCosigned() throws SQLException {
        return note("select note from audit_cosigned where log_id = ?");
    }

    void storeCosigned(Checkpoint checkpoint, Note note) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into audit_cosigned (log_id, size, note) values (?, ?, ?)
                        on conflict (log_id) do update set size = excluded.size, note = excluded.note
                        where audit_cosigned.size <= excluded.size
                        """)) {
            insert.setString(1, log);
            insert.setLong(2, checkpoint.size());
            insert.setString(3, new String(note.bytes(), StandardCharsets.UTF_8));
            insert.executeUpdate();
        }
    }

    @Override
    public Optional<byte[]> read(TilePath path) {
        var sql =
                path.isBundle()
                        ? "select w, data from audit_bundle where log_id = ? and n = ?"
                        : "select w, data from audit_tile where log_id = ? and n = ? and level = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, log);
            query.setLong(2, path.index());
            if (!path.isBundle()) {
                query.setInt(3, path.level());
            }
            try (var row = query.executeQuery()) {
                if (!row.next() || row.getInt(1) < path.width()) {
                    return Optional.empty();
                }
                var stored = new TilePath(path.level(), path.index(), row.getInt(1));
                return Optional.of(new Tile(stored, row.getBytes(2)).narrow(path.width()).bytes());
            }
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }
}
