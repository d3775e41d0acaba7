// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.TileFiles;
import io.domicile.regions.Shard;
import java.sql.SQLException;
import java.util.Optional;

/// The log before the one that takes entries: its last checkpoint may still get cosignatures.
///
/// @param home whose logs
/// @param tables of the log that takes entries
record Predecessor(LogHome home, LogTables tables) {

    /// Its last checkpoint, as it is published.
    Optional<Note> last() {
        return shard().flatMap(one -> shown(files(one)));
    }

    /// Shows its last checkpoint again, with the cosignatures that have come.
    void show(Note note) throws SQLException {
        if (last().filter(shown -> shown.text().equals(note.text())).isEmpty()) {
            return;
        }
        var shard = shard().orElseThrow();
        new LogTables(tables.connection(), shard.origin(), tables.holder())
                .storeCosigned(Checkpoint.parse(note), note);
        files(shard).publish(note);
        tables.connection().commit();
    }

    private Optional<Shard> shard() {
        var all = home.shards().all();
        return all.size() < 2 ? Optional.empty() : Optional.of(all.get(all.size() - 2));
    }

    private TileFiles files(Shard shard) {
        return new TileFiles(home.shards().folder(shard));
    }

    private static Optional<Note> shown(TileFiles files) {
        return files.read("checkpoint").map(Note::parse);
    }
}
