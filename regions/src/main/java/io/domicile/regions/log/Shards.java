// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.audit.TileFiles;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Shard;
import io.domicile.regions.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Year;
import java.util.List;
import java.util.Optional;

/// The logs of a region, of which the last takes entries. Each is published in a folder of its own
/// name. Safe for use by several threads.
public final class Shards {

    private final Path folder;
    private volatile List<Shard> all = List.of();

    private Shards(Path folder) {
        this.folder = folder;
    }

    /// Finds the region's logs, or begins the first.
    ///
    /// @param owner the role that owns the tables
    /// @param prefix what stands before the name in the origins
    /// @param folder the folder of their folders
    /// @param clock tells the year
    /// @throws ResidenceUnavailable if the database has logs of another prefix
    public static Shards begin(Database owner, String prefix, Path folder, Clock clock) {
        var shards = new Shards(folder);
        try (var connection = owner.connect()) {
            var rows = new ShardRows(connection);
            if (rows.all().isEmpty()) {
                rows.insert(prefix + "/" + Year.now(clock), 1, Optional.empty());
            }
            shards.refresh(connection);
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
        if (!shards.origin().startsWith(prefix + "/")) {
            throw new ResidenceUnavailable(
                    "the log in the database of "
                            + prefix
                            + " is "
                            + shards.origin()
                            + "; look at the region's jdbc-url and at domicile.log.origin-prefix");
        }
        return shards;
    }

    /// Looks which there are now.
    void refresh(Connection connection) throws SQLException {
        all = List.copyOf(new ShardRows(connection).all());
    }

    /// All that this gateway knows of, the oldest first; the sizes are those of the last look.
    public List<Shard> all() {
        return all;
    }

    /// The one that takes entries, or did last.
    public Shard current() {
        return all.getLast();
    }

    /// Its origin.
    public String origin() {
        return current().origin();
    }

    /// The folder of the current log.
    public Path folder() {
        return folder(current());
    }

    /// The folder of one of them.
    public Path folder(Shard shard) {
        return folder.resolve(shard.name());
    }

    /// The folder of the log with that name.
    public Optional<Path> folder(String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().map(this::folder);
    }

    /// What was published of a log.
    ///
    /// @param origin its origin
    /// @param folder where it is published
    /// @param note its newest checkpoint
    record Published(String origin, Path folder, Note note) {}

    /// The first log that was published after one which is the last that the database knows of: the
    /// database is an old one then.
    Optional<Published> publishedAfter(String origin) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var folders = Files.list(folder)) {
            return folders.filter(one -> isAfter(one, origin))
                    .sorted()
                    .flatMap(one -> published(one, origin).stream())
                    .findFirst();
        } catch (IOException e) {
            throw new LogFailure.Unavailable("cannot list " + folder, e);
        }
    }

    private static boolean isAfter(Path folder, String origin) {
        var name = String.valueOf(folder.getFileName());
        return Shard.isName(name) && name.compareTo(Shard.nameOf(origin)) > 0;
    }

    private static Optional<Published> published(Path folder, String origin) {
        var prefix = origin.substring(0, origin.lastIndexOf('/') + 1);
        return new TileFiles(folder)
                .read("checkpoint")
                .map(note ->
                        new Published(prefix + folder.getFileName(), folder, Note.parse(note)));
    }
}
