// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A log as files in a directory, in the layout of C2SP tlog-tiles: what any web server can serve.
///
/// Files appear whole or not at all, and are durable when a call returns. One process writes; any
/// number may read.
public final class TileFiles implements LogReader {
    static final String CHECKPOINT = "checkpoint";
    static final String KEY = "log.pub";
    static final String POLICY = "policy.tlog-policy";

    private final Path directory;

    /// @param directory the log's prefix; made on the first write
    public TileFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// Makes tiles and bundles durable. Those that are there with the same bytes stay.
    ///
    /// @throws LogFailure.Conflict if one is there with other bytes
    /// @throws LogFailure.Unavailable if the disk does not take them; calling again is safe
    public void write(Collection<Tile> tiles) {
        var parents = new LinkedHashSet<Path>();
        for (var tile : tiles) {
            keep(directory.resolve(tile.path().toString()), tile.bytes(), parents);
        }
        parents.forEach(TileFiles::sync);
    }

    /// Puts the log's public key beside the checkpoint, as `log.pub`.
    ///
    /// @throws LogFailure.Conflict if another key is there
    public void writeKey(NoteVerifier key) {
        var parents = new LinkedHashSet<Path>();
        keep(directory.resolve(KEY), (key + "\n").getBytes(StandardCharsets.UTF_8), parents);
        parents.forEach(TileFiles::sync);
    }

    /// Puts a text beside the checkpoint, in place of the one there.
    ///
    /// @param name of the file
    public void writeText(String name, String text) {
        var parents = new LinkedHashSet<Path>();
        replace(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8), parents);
        parents.forEach(TileFiles::sync);
    }

    /// Deletes the entry bundles that end at or before an entry; those that are not there are left
    /// alone. Hash tiles stay, and with them every proof.
    ///
    /// @param size of the log
    /// @param minimum the index of the first entry that stays
    public void removeBundles(long size, long minimum) {
        for (var i = 0L; i * TilePath.FULL < minimum; i++) {
            var bundle = TilePath.in(size, TilePath.ENTRIES, i).orElseThrow();
            if (i * TilePath.FULL + bundle.width() <= minimum) {
                var full = directory.resolve(bundle.full().toString());
                delete(full.resolveSibling(full.getFileName() + ".p"));
                deleteFile(full);
            }
        }
    }

    /// Puts a policy beside the checkpoint, as `policy.tlog-policy`, in place of the one there: all
    /// keys of the log, and its witnesses.
    public void writePolicy(Policy policy) {
        var parents = new LinkedHashSet<Path>();
        replace(directory.resolve(POLICY), policy.bytes(), parents);
        parents.forEach(TileFiles::sync);
    }

    /// Replaces the checkpoint, which makes a new size public. Its tiles must have been written.
    ///
    /// @throws LogFailure.Conflict if the one there is of another log, is larger, or has the same
    ///   size and another root
    /// @throws LogFailure.Damaged if the note, or the one there, is not a checkpoint
    public void publish(Note note) {
        var next = Checkpoint.parse(note);
        read(CHECKPOINT).map(Note::parse).map(Checkpoint::parse).ifPresent(now -> check(now, next));
        var parents = new LinkedHashSet<Path>();
        replace(directory.resolve(CHECKPOINT), note.bytes(), parents);
        parents.forEach(TileFiles::sync);
    }

    /// Deletes the partials of tiles and bundles that became full on the way from one size to
    /// another, where the full one is there.
    ///
    /// @param from a size before which nothing is left to delete; 0 looks at everything
    /// @param published the size of the published checkpoint, or less
    public void removePartials(long from, long published) {
        for (var level = TilePath.ENTRIES; TilePath.count(published, level) > 0; level++) {
            var last = TilePath.count(published, level) / TilePath.FULL;
            for (var i = TilePath.count(from, level) / TilePath.FULL; i < last; i++) {
                var full = directory.resolve(new TilePath(level, i, TilePath.FULL).toString());
                if (Files.exists(full)) {
                    delete(full.resolveSibling(full.getFileName() + ".p"));
                }
            }
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        var file = directory.resolve(name).normalize();
        if (!file.startsWith(directory)) {
            throw new IllegalArgumentException("not a file of the log: " + name);
        }
        try (var content = Files.newInputStream(file)) {
            return Optional.of(content.readNBytes(MAX_FILE_BYTES + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    private static void check(Checkpoint now, Checkpoint next) {
        if (!next.origin().equals(now.origin())) {
            throw new LogFailure.Conflict("the checkpoint there is of " + now.origin());
        }
        if (next.size() < now.size()) {
            throw new LogFailure.Conflict(
                    "a checkpoint of " + now.size() + " entries cannot shrink to " + next.size());
        }
        if (next.size() == now.size() && !next.root().equals(now.root())) {
            throw new LogFailure.Conflict(
                    "two roots for the same " + now.size() + " entries would fork the log");
        }
    }

    private static void keep(Path file, byte[] bytes, Set<Path> parents) {
        try {
            if (!Arrays.equals(Files.readAllBytes(file), bytes)) {
                throw new LogFailure.Conflict(file + " is there already with other bytes");
            }
            parents.add(parent(file));
        } catch (NoSuchFileException e) {
            replace(file, bytes, parents);
        } catch (IOException e) {
            throw unavailable("read", file, e);
        }
    }

    /// Writes beside the file, flushes, and renames. The caller syncs the parents that are added:
    /// only then is the name durable as well.
    private static void replace(Path file, byte[] bytes, Set<Path> parents) {
        try {
            makeDirectories(parent(file), parents);
            parents.add(parent(file));
            var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            try (var channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unavailable("write", file, e);
        }
    }

    private static void makeDirectories(Path wanted, Set<Path> parents) throws IOException {
        for (var p = wanted; p != null && !Files.isDirectory(p); p = p.getParent()) {
            if (p.getParent() != null) {
                parents.add(p.getParent());
            }
        }
        Files.createDirectories(wanted);
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "a log's files are in a directory");
    }

    private static void sync(Path directory) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw unavailable("sync", directory, e);
        }
    }

    private static void delete(Path partials) {
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (var files = Files.newDirectoryStream(partials)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(partials);
        } catch (IOException e) {
            throw unavailable("delete", partials, e);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unavailable("delete", file, e);
        }
    }

    private static LogFailure.Unavailable unavailable(String what, Path path, IOException cause) {
        return new LogFailure.Unavailable("cannot " + what + " " + path, cause);
    }
}
