// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.regions.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers the last note that was signed for a log, in a file apart from the log's tables and
/// from its published files: whoever takes both back to an older state is still noticed.
///
/// Any number of gateways may share the folder. A note is replaced only by somebody who knows it.
final class Guard {

    /// A file's lock keeps other processes out, and this one the threads of this process.
    private static final ReentrantLock HERE = new ReentrantLock();

    private final Path folder;
    private final Path file;

    /// @param folder where guards are kept; made at the first write
    /// @param origin of which log; no origin has a `+`, so no two logs share a file
    Guard(Path folder, String origin) {
        this.folder = folder.toAbsolutePath().normalize();
        this.file = this.folder.resolve(origin.replace('/', '+'));
    }

    /// The last note; empty if nothing was ever signed, or the file is lost.
    ///
    /// @throws LogFailure.Damaged if something else is there
    /// @throws LogFailure.Unavailable if the file cannot be read now
    Optional<Note> read() {
        try {
            return Optional.of(Note.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("read", e);
        }
    }

    /// Replaces the last note. Durable when it returns.
    ///
    /// @param before the note that the caller has read here
    /// @throws LogFailure.Conflict if another is there: somebody else has signed
    /// @throws LogFailure.Unavailable if the file cannot be written now
    void swap(Optional<Note> before, Note next) {
        HERE.lock();
        try {
            Files.createDirectories(folder);
            var lock = folder.resolve(file.getFileName() + ".lock");
            try (var channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!isThere(before)) {
                    throw new LogFailure.Conflict(
                            "the guard of the log holds another checkpoint than before: another"
                                    + " database signs it too");
                }
                PrivateFile.write(file, next.bytes());
            }
        } catch (IOException e) {
            throw unavailable("write", e);
        } finally {
            HERE.unlock();
        }
    }

    private boolean isThere(Optional<Note> expected) {
        return read().map(Note::bytes)
                .map(now -> expected.filter(note -> Arrays.equals(note.bytes(), now)).isPresent())
                .orElse(expected.isEmpty());
    }

    private LogFailure.Unavailable unavailable(String what, IOException cause) {
        return new LogFailure.Unavailable("cannot " + what + " the guard " + file, cause);
    }
}
