// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Hash;
import io.domicile.audit.Note;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a witness saw last of each log, in the region's database, over one connection of the
/// sequencer's role. Every statement is a transaction of its own and durable when it returns.
///
/// Methods throw [ResidenceUnavailable] while the database cannot be used.
final class WitnessTable implements AutoCloseable {

    private final Database database;
    private @Nullable Connection connection;

    WitnessTable(Database database) {
        this.database = database;
    }

    /// Work over the connection.
    private interface Task<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    /// What was cosigned last of a log.
    Optional<Checkpoint> last(String origin) {
        return run(
                "select size, root from witnessed where origin = ?",
                query -> {
                    query.setString(1, origin);
                    try (var row = query.executeQuery()) {
                        return row.next()
                                ? Optional.of(
                                        new Checkpoint(
                                                origin, row.getLong(1), Hash.of(row.getBytes(2))))
                                : Optional.empty();
                    }
                });
    }

    /// Puts a checkpoint in the place of the last one, if that still has this size.
    ///
    /// @param old the size that it is compared with; 0 also if there was none yet
    /// @return whether it did
    boolean advance(long old, Checkpoint next, Note note) {
        var sql =
                """
                insert into witnessed (origin, size, root, note, cosigned_at)
                values (?, ?, ?, ?, now())
                on conflict (origin) do update
                set size = excluded.size, root = excluded.root, note = excluded.note,
                    cosigned_at = excluded.cosigned_at
                where witnessed.size = ?
                """;
        return run(
                sql,
                update -> {
                    update.setString(1, next.origin());
                    update.setLong(2, next.size());
                    update.setBytes(3, next.root().bytes());
                    update.setString(4, new String(note.bytes(), StandardCharsets.UTF_8));
                    update.setLong(5, old);
                    return update.executeUpdate() == 1;
                });
    }

    /// The note that was cosigned last.
    ///
    /// @param hash SHA-256 of the log's origin, in lower-case hex
    Optional<String> note(String hash) {
        var sql =
                "select note from witnessed"
                        + " where encode(sha256(convert_to(origin, 'UTF8')), 'hex') = ?";
        return run(
                sql,
                query -> {
                    query.setString(1, hash);
                    try (var row = query.executeQuery()) {
                        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                    }
                });
    }

    private synchronized <T> T run(String sql, Task<T> task) {
        try (var statement = open().prepareStatement(sql)) {
            return task.run(statement);
        } catch (SQLException e) {
            close();
            throw new ResidenceUnavailable("a witness cannot look up what it saw", e);
        }
    }

    private Connection open() throws SQLException {
        var open = connection == null ? database.connect() : connection;
        connection = open;
        return open;
    }

    @Override
    public synchronized void close() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw new ResidenceUnavailable("a witness cannot let go of its database", e);
            }
        }
    }
}
