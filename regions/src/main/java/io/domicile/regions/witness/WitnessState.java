// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.regions.PrivateFile;
import io.domicile.regions.ResidenceUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What a witness saw last of each log: in the database, where gateways compare and store it, and
/// in a file for each log, which no backup of the database brings back. The larger counts, so a
/// witness whose database was restored still refuses what it would have refused before.
///
/// @param table the database's part
/// @param folder of the files, which are named by the SHA-256 of the log's origin
record WitnessState(WitnessTable table, Path folder) implements AutoCloseable {

    /// The checkpoint of a log that was cosigned last.
    Optional<Checkpoint> last(String origin) {
        var known = table.last(origin);
        var kept = kept(name(origin));
        long size = known.map(Checkpoint::size).orElse(0L);
        if (kept.map(Checkpoint::parse).filter(before -> before.size() > size).isPresent()) {
            var before = Checkpoint.parse(kept.orElseThrow());
            table.advance(size, before, kept.orElseThrow());
            return table.last(origin);
        }
        return known;
    }

    /// Puts a checkpoint in the place of the last one, if that still has this size. Durable in both
    /// places when it returns.
    ///
    /// @param old the size that it is compared with; 0 also if there was none yet
    /// @return whether it did
    boolean advance(long old, Checkpoint next, Note note) {
        return table.advance(old, next, note) && keep(name(next.origin()), next, note);
    }

    /// The note that was cosigned last.
    ///
    /// @param hash SHA-256 of the log's origin, in lower-case hex
    Optional<String> note(String hash) {
        return table.note(hash);
    }

    @Override
    public void close() {
        table.close();
    }

    /// Two requests may come to the file in another order than to the table.
    private synchronized boolean keep(String name, Checkpoint next, Note note) {
        try {
            if (kept(name).map(Checkpoint::parse).filter(b -> b.size() > next.size()).isEmpty()) {
                PrivateFile.write(folder.resolve(name), note.bytes());
            }
            return true;
        } catch (IOException e) {
            throw new ResidenceUnavailable("a witness cannot keep what it saw", e);
        }
    }

    private Optional<Note> kept(String name) {
        try {
            return Optional.of(Note.parse(Files.readAllBytes(folder.resolve(name))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ResidenceUnavailable("a witness cannot read what it saw", e);
        }
    }

    /// As the reading of monitors names a log: SHA-256 of its origin, in lower-case hex.
    static String name(String origin) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
