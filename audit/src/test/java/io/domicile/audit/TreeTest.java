// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
    @Test
    void an_empty_tree_has_the_hash_of_nothing_as_its_root() {
        assertEquals(0, Tree.empty().size());
        assertEquals(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Tree.empty().root().toString());
    }

    @Test
    void two_entries_give_the_published_hashes_and_bundle() {
        // given
        var entries = List.of("one".getBytes(UTF_8), "two".getBytes(UTF_8));

        // when
        var batch = Tree.empty().append(entries);

        // then
        assertEquals(
                "T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4=", batch.tree().root().toString());
        assertEquals(
                List.of(
                        "d0d7360ab79f58ab1e1e3fe64ad77e2ea0bc07e36b5f46ed2223edd9298df9e9",
                        "ab1ab7f07c7c8fe0eff4ba6faa53c7e4412e91a599153e8aa4e01beece5b7825"),
                batch.leaves().stream().map(l -> HexFormat.of().formatHex(l.bytes())).toList());
        assertEquals(List.of("tile/entries/000.p/2", "tile/0/000.p/2"), paths(batch.writes()));
        assertArrayEquals(
                new byte[] {0, 3, 'o', 'n', 'e', 0, 3, 't', 'w', 'o'},
                batch.writes().getFirst().bytes());
    }

    @Test
    void every_size_has_the_root_of_the_definition_and_proofs_that_hold() {
        // given
        var random = new Random(1);
        var log = new MemoryLog();
        var leaves = new ArrayList<byte[]>();
        var tree = Tree.empty();
        var sizes = sizes();

        for (var size : sizes) {
            // when
            tree = grow(tree, size, random, log, leaves);

            // then
            var root = Hash.of(NaiveTree.root(leaves));
            assertEquals(root, tree.root(), "at " + size);
            for (var i = 0; i < 3; i++) {
                checkInclusion(random.nextLong(size), size, leaves, root, log);
                checkConsistency(1 + random.nextInt(size), size, leaves, root, log);
            }
            checkInclusion(size - 1, size, leaves, root, log);
        }
        assertEquals(65_540, tree.size());
    }

    @Test
    void a_tree_that_is_taken_up_again_grows_like_one_that_never_stopped() {
        // given
        var random = new Random(2);
        var once = new MemoryLog();
        var resumed = new MemoryLog();
        var tree = Tree.empty();
        var again = Tree.empty();

        while (tree.size() < 70_000) {
            // when
            var next = MemoryLog.entries(tree.size(), 1 + random.nextInt(4_096));
            var batch = tree.append(next);
            var other = Tree.restore(again.size(), again.root(), resumed).append(next);
            once.put(batch.writes());
            resumed.put(other.writes());
            tree = batch.tree();
            again = other.tree();

            // then
            assertEquals(tree.root(), again.root());
            assertEquals(batch.first(), other.first());
            assertEquals(paths(batch.writes()), paths(other.writes()));
        }
        assertEquals(once.names(), resumed.names());
        once.names().forEach(n -> assertArrayEquals(once.file(n), resumed.file(n), n));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 512, 513, 65_535, 65_536, 65_537, 70_000})
    void one_batch_writes_every_full_tile_and_the_partials_of_its_end_and_no_other(int size) {
        // given
        var expected = new TreeSet<String>();
        for (var level = -1; level < 4; level++) {
            for (var i = 0L; TilePath.in(size, level, i).isPresent(); i++) {
                expected.add(TilePath.in(size, level, i).orElseThrow().toString());
            }
        }

        // when
        var writes = Tree.empty().append(MemoryLog.entries(0, size)).writes();

        // then
        assertEquals(expected, new TreeSet<>(paths(writes)));
        assertEquals(expected.size(), writes.size(), "none twice");
    }

    @Test
    void a_batch_leaves_out_the_partials_that_did_not_change() {
        // given
        var tree = Tree.empty().append(MemoryLog.entries(0, 300)).tree();

        // when
        var writes = tree.append(MemoryLog.entries(300, 1)).writes();

        // then
        assertEquals(List.of("tile/entries/001.p/45", "tile/0/001.p/45"), paths(writes));
    }

    @Test
    void appending_nothing_changes_nothing() {
        // given
        var tree = Tree.empty().append(MemoryLog.entries(0, 300)).tree();

        // when
        var batch = tree.append(List.of());

        // then
        assertEquals(300, batch.tree().size());
        assertEquals(tree.root(), batch.tree().root());
        assertEquals(List.of(), batch.writes());
    }

    @Test
    void an_empty_entry_and_one_too_long_are_refused_and_the_longest_is_taken() {
        var tree = Tree.empty();
        assertThrows(
                IllegalArgumentException.class,
                () -> tree.append(List.of(new byte[] {1}, new byte[0])));
        assertThrows(IllegalArgumentException.class, () -> tree.append(List.of(new byte[65_536])));
        assertEquals(0, tree.size());

        var longest = tree.append(List.of(new byte[65_535]));
        assertEquals(2 + 65_535, longest.writes().getFirst().bytes().length);
        assertEquals(65_535, longest.writes().getFirst().entries().getFirst().length);
    }

    @Test
    void a_spoiled_or_missing_right_edge_is_not_taken_up() {
        // given
        var tree = Tree.empty().append(MemoryLog.entries(0, 600));
        var edge = List.of("tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88");
        var log = MemoryLog.of(tree);
        assertEquals(600, Tree.restore(600, tree.tree().root(), log).size());

        for (var name : edge) {
            // when
            var missing = log.copy();
            missing.files.remove(name);
            var flipped = log.copy();
            // of a bundle: the first letter of its first entry
            flipped.files.put(name, Spoil.flip(log.file(name), 2, 1));
            var cut = log.copy();
            cut.files.put(name, Spoil.cut(log.file(name)));
            var longer = log.copy();
            longer.files.put(name, Spoil.extend(log.file(name)));

            // then
            for (var spoiled : List.of(missing, flipped, cut, longer)) {
                assertThrows(
                        LogFailure.Damaged.class,
                        () -> Tree.restore(600, tree.tree().root(), spoiled),
                        name);
            }
        }
        assertThrows(LogFailure.Damaged.class, () -> Tree.restore(600, Merkle.EMPTY_ROOT, log));
    }

    @Test
    void a_right_edge_is_cut_from_full_tiles_where_the_partials_are_gone() {
        // given
        var first = Tree.empty().append(MemoryLog.entries(0, 300));
        var log = MemoryLog.of(first.tree().append(MemoryLog.entries(300, 300)));
        first.writes().stream().filter(t -> t.path().isFull()).forEach(t -> log.put(List.of(t)));
        log.put(first.writes().stream().filter(t -> t.path().level() == 1).toList());

        // when
        var tree = Tree.restore(300, first.tree().root(), log);

        // then
        assertEquals(first.tree().root(), tree.root());
        assertFalse(log.files.containsKey("tile/0/001.p/44"));
    }

    @Test
    void proofs_outside_the_tree_are_not_made() {
        var log = MemoryLog.of(10);
        assertThrows(IllegalArgumentException.class, () -> Inclusion.of(10, 10, log));
        assertThrows(IllegalArgumentException.class, () -> Inclusion.of(-1, 10, log));
        assertThrows(IllegalArgumentException.class, () -> Consistency.of(0, 10, log));
        assertThrows(IllegalArgumentException.class, () -> Consistency.of(11, 10, log));
    }

    private static List<Integer> sizes() {
        var sizes = new ArrayList<Integer>();
        for (var size = 1; size <= 1_200; size++) {
            sizes.add(size);
        }
        for (var size = 65_530; size <= 65_540; size++) {
            sizes.add(size);
        }
        return sizes;
    }

    /// Adds entries in batches of random sizes until the tree has `size` of them.
    private static Tree grow(
            Tree start, int size, Random random, MemoryLog log, List<byte[]> leaves) {
        var tree = start;
        while (tree.size() < size) {
            var most = Math.min(4_096, size - (int) tree.size());
            var entries = MemoryLog.entries(tree.size(), 1 + random.nextInt(most));
            var batch = tree.append(entries);
            assertEquals(tree.size(), batch.first());
            entries.forEach(entry -> leaves.add(NaiveTree.leaf(entry)));
            log.put(batch.writes());
            tree = batch.tree();
        }
        return tree;
    }

    private static void checkInclusion(
            long index, long size, List<byte[]> leaves, Hash root, MemoryLog log) {
        var proof = Inclusion.of(index, size, log);
        var leaf = Hash.of(leaves.get((int) index));
        assertTrue(proof.proves(leaf, root), index + " in " + size);
        assertFalse(proof.proves(Merkle.EMPTY_ROOT, root));
        assertFalse(proof.proves(leaf, Merkle.EMPTY_ROOT));
        assertFalse(new Inclusion(index, size * 4 + 1, proof.path()).proves(leaf, root));
    }

    private static void checkConsistency(
            int from, int to, List<byte[]> leaves, Hash root, MemoryLog log) {
        var proof = Consistency.of(from, to, log);
        var fromRoot = Hash.of(NaiveTree.root(leaves.subList(0, from)));
        assertTrue(proof.proves(fromRoot, root), from + " to " + to);
        assertFalse(proof.proves(Merkle.EMPTY_ROOT, root));
        assertFalse(proof.proves(fromRoot, Merkle.EMPTY_ROOT));
    }

    private static List<String> paths(List<Tile> tiles) {
        return tiles.stream().map(tile -> tile.path().toString()).toList();
    }
}
