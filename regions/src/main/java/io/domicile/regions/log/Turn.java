// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.Tree;
import io.domicile.regions.Shard;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Year;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// From one log of a region to the next: at the turn of the year (UTC), or when an operator orders
/// it because a key is not safe any more.
///
/// The old log ends with an entry `log.closed` and a checkpoint over it. The next begins with
/// `log.opened`, which names that checkpoint. Each step is one transaction and is seen in the
/// database, so whoever takes over goes on with the next.
///
/// @param home whose logs
record Turn(LogHome home) {

    private static final String YEAR = "year";

    /// The name of the label that says why a log was closed.
    static final String REASON = "reason:";

    /// Why the log is to be closed now.
    Optional<String> due(String origin, Optional<String> ordered) {
        boolean isOver = Year.now(home.clock()).getValue() > Shard.year(origin);
        return ordered.or(() -> isOver ? Optional.of(YEAR) : Optional.empty());
    }

    /// Places the log's last entry.
    void close(Sequencer places, String reason) throws SQLException {
        places.close(LogEvent.of(home, "log.closed", REASON + reason));
    }

    /// Begins the next log with the entry that names the last checkpoint of this one. What waits
    /// finds its place there.
    ///
    /// @param tables of the closed log
    /// @param places holds it
    /// @throws RolledBack if there are files of a later log: the database is an old one
    void open(LogTables tables, Sequencer places) throws SQLException {
        requireLast(tables.log(), places.tree().size());
        places.lock();
        var last = tables.lastSigned().orElseThrow();
        var checkpoint = Checkpoint.parse(last);
        var origin = Shard.next(tables.log(), Year.now(home.clock()).getValue());
        var next = new LogTables(tables.connection(), origin, tables.holder());
        var rows = new ShardRows(tables.connection());
        rows.insert(origin, home.shards().current().number() + 1, Optional.of(tables.holder()));
        var opened =
                LogEvent.of(
                        home,
                        "log.opened",
                        "prev:" + checkpoint.origin(),
                        "size:" + checkpoint.size(),
                        "root:" + checkpoint.root(),
                        "note:sha256:" + digest(last));
        next.store(List.of(opened), Tree.empty().append(List.of(opened.entry().toArray())));
        var compromised = places.head().closing().filter(Shard.COMPROMISE::equals).isPresent();
        home.keys().begin(tables.connection(), tables.log(), origin, compromised);
        tables.connection().commit();
        home.shards().refresh(tables.connection());
        tables.connection().commit();
    }

    /// @param known how many entries the database knows of the last log it knows of
    /// @throws RolledBack if there are files of a later log
    void requireLast(String origin, long known) {
        var later = home.shards().publishedAfter(origin);
        if (later.isPresent()) {
            var size = Checkpoint.parse(later.get().note()).size();
            throw new RolledBack(known, known + size);
        }
    }

    /// SHA-256 of a note as the log itself signed it: its text and the lines of the log's own keys,
    /// without those that witnesses add later.
    static String digest(Note note) {
        var origin = Checkpoint.parse(note).origin();
        var own = note.signatures().stream().filter(line -> line.name().equals(origin)).toList();
        var bytes = new Note(note.text(), own).bytes();
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no SHA-256", e);
        }
    }
}
