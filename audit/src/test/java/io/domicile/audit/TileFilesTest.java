// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileFilesTest {
    @TempDir private Path parent;

    private Path directory;
    private TileFiles files;

    @BeforeEach
    void open() {
        directory = parent.resolve("nl/2026");
        files = new TileFiles(directory);
    }

    @Test
    void tiles_bundles_key_and_checkpoint_land_under_their_names_and_nothing_else_does()
            throws IOException {
        // given
        var log = MemoryLog.of(600);

        // when
        write(log);

        // then
        assertEquals(new TreeSet<>(log.names()), names());
        for (var name : log.names()) {
            assertArrayEquals(log.file(name), Files.readAllBytes(directory.resolve(name)), name);
            assertArrayEquals(log.file(name), files.read(name).orElseThrow(), name);
        }
        assertEquals(Optional.empty(), files.read("tile/0/003"));
    }

    @Test
    void writing_the_same_again_is_fine() {
        // given
        var log = MemoryLog.of(600);
        write(log);

        // when
        write(log);

        // then
        assertEquals(new TreeSet<>(log.names()), names());
    }

    @Test
    void other_bytes_under_the_same_name_are_fatal_and_change_nothing() throws IOException {
        // given
        var tile = Tree.empty().append(MemoryLog.entries(0, 5)).writes().getFirst();
        files.write(List.of(tile));
        var file = directory.resolve(tile.path().toString());

        for (var other :
                List.of(
                        Spoil.flip(tile.bytes(), 3, 1),
                        Spoil.cut(tile.bytes()),
                        Spoil.extend(tile.bytes()))) {
            // when
            assertThrows(
                    LogFailure.Conflict.class,
                    () -> files.write(List.of(new Tile(tile.path(), other))));

            // then
            assertArrayEquals(tile.bytes(), Files.readAllBytes(file));
        }
    }

    @Test
    void another_key_for_the_same_log_is_fatal() {
        files.writeKey(MemoryLog.VERIFIER);
        files.writeKey(MemoryLog.VERIFIER);
        var other = new NoteSigner(MemoryLog.ORIGIN, Spoil.flip(new byte[32], 0, 1));
        var key = NoteVerifier.parse(other.vkey()).orElseThrow();
        assertThrows(LogFailure.Conflict.class, () -> files.writeKey(key));
    }

    @Test
    void a_file_left_half_written_by_a_crash_is_replaced() throws IOException {
        // given
        var tile = Tree.empty().append(MemoryLog.entries(0, 5)).writes().getFirst();
        var file = directory.resolve(tile.path().toString());
        Files.createDirectories(file.getParent());
        Files.write(file.resolveSibling("." + file.getFileName() + ".tmp"), new byte[100_000]);

        // when
        files.write(List.of(tile));

        // then
        assertArrayEquals(tile.bytes(), Files.readAllBytes(file));
        assertEquals(new TreeSet<>(List.of(tile.path().toString())), names());
    }

    @Test
    void the_checkpoint_only_moves_forward() {
        // given
        var small = checkpoint(MemoryLog.ORIGIN, 300, 0);
        var large = checkpoint(MemoryLog.ORIGIN, 301, 0);

        // when
        files.publish(small);
        files.publish(small);
        files.publish(large);

        // then
        assertThrows(LogFailure.Conflict.class, () -> files.publish(small));
        assertArrayEquals(large.bytes(), files.read("checkpoint").orElseThrow());
    }

    @Test
    void a_second_root_for_the_same_size_is_refused() {
        var first = checkpoint(MemoryLog.ORIGIN, 300, 0);
        files.publish(first);
        assertThrows(
                LogFailure.Conflict.class,
                () -> files.publish(checkpoint(MemoryLog.ORIGIN, 300, 1)));
        assertArrayEquals(first.bytes(), files.read("checkpoint").orElseThrow());
    }

    @Test
    void a_second_signature_for_the_same_root_is_taken() {
        // given
        var first = checkpoint(MemoryLog.ORIGIN, 300, 0);
        files.publish(first);
        var witness = new NoteSigner("witness.example", new byte[32]).sign(first.text());

        // when
        var both =
                new Note(
                        first.text(),
                        List.of(first.signatures().getFirst(), witness.signatures().getFirst()));
        files.publish(both);

        // then
        assertArrayEquals(both.bytes(), files.read("checkpoint").orElseThrow());
    }

    @Test
    void a_checkpoint_of_another_log_is_refused() {
        files.publish(checkpoint(MemoryLog.ORIGIN, 300, 0));
        assertThrows(
                LogFailure.Conflict.class,
                () -> files.publish(checkpoint("audit.localhost/cn/2026", 301, 0)));
    }

    @Test
    void a_checkpoint_is_not_put_over_one_that_cannot_be_read() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("checkpoint"), "rubbish");
        assertThrows(
                LogFailure.Damaged.class,
                () -> files.publish(checkpoint(MemoryLog.ORIGIN, 300, 0)));
        assertEquals("rubbish", Files.readString(directory.resolve("checkpoint")));
    }

    @Test
    void partials_go_once_the_full_tile_is_published_and_not_before() {
        // given
        var tree = Tree.empty();
        for (var size : List.of(100, 200, 300, 500, 600)) {
            var batch = tree.append(MemoryLog.entries(tree.size(), size - (int) tree.size()));
            files.write(batch.writes());
            tree = batch.tree();
        }

        // when nothing beyond 255 is published
        files.removePartials(0, 255);

        // then
        assertTrue(names().contains("tile/0/000.p/100"));

        // when
        files.removePartials(0, 511);

        // then
        var gone = List.of("tile/0/000.p/100", "tile/0/000.p/200", "tile/entries/000.p/200");
        var kept =
                List.of(
                        "tile/0/000",
                        "tile/0/001.p/44",
                        "tile/0/001.p/244",
                        "tile/0/002.p/88",
                        "tile/1/000.p/1",
                        "tile/1/000.p/2",
                        "tile/entries/001.p/44");
        gone.forEach(name -> assertFalse(names().contains(name), name));
        kept.forEach(name -> assertTrue(names().contains(name), name));
        assertFalse(Files.exists(directory.resolve("tile/0/000.p")));

        // when
        files.removePartials(511, 600);

        // then
        assertFalse(names().contains("tile/0/001.p/44"));
        assertFalse(names().contains("tile/entries/001.p/244"));
        assertTrue(names().contains("tile/0/002.p/88"));
        assertEquals(tree.root(), Tree.restore(600, tree.root(), files).root());
    }

    @Test
    void partials_stay_where_the_full_tile_is_not_there() throws IOException {
        // given
        files.write(Tree.empty().append(MemoryLog.entries(0, 100)).writes());

        // when
        files.removePartials(0, 1_000);

        // then
        assertEquals(new TreeSet<>(List.of("tile/0/000.p/100", "tile/entries/000.p/100")), names());
    }

    @Test
    void no_file_outside_the_log_is_read() throws IOException {
        Files.createDirectories(directory);
        var outside = Files.writeString(parent.resolve("nl/secret"), "secret");
        for (var name : List.of("../secret", "tile/../../secret", outside.toString())) {
            assertThrows(IllegalArgumentException.class, () -> files.read(name), name);
        }
    }

    @Test
    void a_directory_that_cannot_be_written_is_unavailable() throws IOException {
        var blocked = Files.writeString(parent.resolve("file"), "not a directory");
        var below = new TileFiles(blocked.resolve("log"));
        assertThrows(
                LogFailure.Unavailable.class,
                () -> below.write(Tree.empty().append(MemoryLog.entries(0, 1)).writes()));
    }

    private void write(MemoryLog log) {
        for (var name : log.names()) {
            TilePath.parse(name)
                    .ifPresent(path -> files.write(List.of(new Tile(path, log.file(name)))));
        }
        files.writeKey(MemoryLog.VERIFIER);
        files.publish(Note.parse(log.file("checkpoint")));
    }

    private static Note checkpoint(String origin, long size, int fill) {
        var root = new byte[Hash.BYTES];
        root[0] = (byte) fill;
        return MemoryLog.SIGNER.sign(new Checkpoint(origin, size, Hash.of(root)).text());
    }

    private TreeSet<String> names() {
        var names = new TreeSet<String>();
        Vectors.filesBelow(directory).forEach(f -> names.add(directory.relativize(f).toString()));
        return names;
    }
}
