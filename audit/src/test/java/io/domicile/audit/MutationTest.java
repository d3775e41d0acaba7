// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Changes of a log of three levels, each of which must be found. All kinds of change on all files
/// with `-Ddomicile.mutations=all`; else on all files above level 0 and some below.
class MutationTest {
    private static final int SIZE = 66_100;
    private static final boolean ALL = "all".equals(System.getProperty("domicile.mutations"));
    private static final MemoryLog LOG = MemoryLog.of(SIZE);

    private final Random random = new Random(6);

    @Test
    void every_file_that_is_flipped_cut_extended_emptied_or_lost_is_found() {
        var changes =
                List.<UnaryOperator<byte[]>>of(
                        file ->
                                Spoil.flip(
                                        file, random.nextInt(file.length), 1 << random.nextInt(8)),
                        Spoil::cut,
                        file -> Arrays.copyOf(file, random.nextInt(file.length)),
                        file -> new byte[file.length],
                        file -> new byte[0]);
        var found = 0;
        for (var i = 0; i < LOG.names().size(); i++) {
            var name = LOG.names().get(i);
            if (!ALL && isLow(name) && i % 24 != 0) {
                continue;
            }
            for (var n = 0; n < (ALL || !isLow(name) ? changes.size() : 1); n++) {
                var spoiled = LOG.copy();
                var change = changes.get((n + i / 24) % changes.size());
                spoiled.files.put(name, change.apply(LOG.file(name)));
                if (!isSameKey(spoiled)) {
                    assertFound(spoiled, name);
                    found++;
                }
            }
            var without = LOG.copy();
            without.files.remove(name);
            assertFound(without, name);
        }
        assertTrue(found >= (ALL ? 2_000 : 40), "only " + found);
    }

    @Test
    void entries_in_another_order_are_found() {
        var entries = MemoryLog.entries(0, SIZE);
        for (var pair : new int[][] {{0, 1}, {255, 256}, {70, 65_800}, {65_535, 65_536}}) {
            // given a bundle of the same entries, two of them swapped
            var swapped = new ArrayList<>(entries);
            Collections.swap(swapped, pair[0], pair[1]);

            // then
            assertFirst(pair[0], bundlesOf(swapped));
            assertForged(MemoryLog.of(Tree.empty().append(swapped)));
        }
    }

    @Test
    void entries_left_out_added_or_doubled_are_found() {
        var entries = MemoryLog.entries(0, SIZE);
        for (var at : List.of(0, 300, 65_536, SIZE - 1)) {
            var shorter = new ArrayList<>(entries);
            shorter.remove((int) at);
            assertForged(MemoryLog.of(Tree.empty().append(shorter)));

            var doubled = new ArrayList<>(entries);
            doubled.add(at, entries.get(at));
            assertForged(MemoryLog.of(Tree.empty().append(doubled)));
        }
    }

    @Test
    void whole_bundles_and_tiles_in_each_others_place_are_found() {
        for (var names :
                List.of(
                        List.of("tile/entries/000", "tile/entries/001"),
                        List.of("tile/0/000", "tile/0/257"),
                        List.of("tile/entries/003", "tile/0/003"))) {
            var spoiled = LOG.copy();
            spoiled.files.put(names.get(0), LOG.file(names.get(1)));
            spoiled.files.put(names.get(1), LOG.file(names.get(0)));
            assertFound(spoiled, names.toString());
        }
        var both = LOG.copy();
        for (var kind : List.of("tile/entries/", "tile/0/")) {
            both.files.put(kind + "000", LOG.file(kind + "001"));
            both.files.put(kind + "001", LOG.file(kind + "000"));
        }
        assertFound(both, "bundles with their tiles");
    }

    @Test
    void what_is_still_proven_is_counted() {
        // given one entry changed, another tile lost, and a whole bundle gone
        var spoiled = LOG.copy();
        spoiled.files.put("tile/entries/002", Spoil.flip(LOG.file("tile/entries/002"), 2, 1));
        assertEquals(Optional.of(SIZE - 1L), spoiled.verify().provable());
        spoiled.files.remove("tile/1/000");
        assertEquals(Optional.of(SIZE - 1L), spoiled.verify().provable());
        spoiled.files.remove("tile/0/007");
        assertEquals(Optional.of(SIZE - 1L), spoiled.verify().provable());
        spoiled.files.remove("tile/entries/009");
        assertEquals(Optional.of(SIZE - 257L), spoiled.verify().provable());
        spoiled.files.put("tile/1/000", LOG.file("tile/1/000"));
        spoiled.files.put("tile/0/002", Spoil.flip(LOG.file("tile/0/002"), 3, 1));
        assertEquals(Optional.of(SIZE - 512L), spoiled.verify().provable());
    }

    /// Whether nothing but the key's newline went.
    private static boolean isSameKey(MemoryLog spoiled) {
        var cut = Spoil.cut(LOG.file("log.pub"));
        return Arrays.equals(spoiled.file("log.pub"), cut);
    }

    private static boolean isLow(String name) {
        return TilePath.parse(name).filter(path -> path.level() < 1 && path.isFull()).isPresent();
    }

    /// The log's files with other bundles.
    private static MemoryLog bundlesOf(List<byte[]> entries) {
        var other = LOG.copy();
        Tree.empty().append(entries).writes().stream()
                .filter(tile -> tile.path().isBundle())
                .forEach(tile -> other.files.put(tile.path().toString(), tile.bytes()));
        return other;
    }

    /// The forger has no key, so the checkpoint stays; every file below it is as it should be.
    private static void assertForged(MemoryLog forged) {
        forged.files.put("checkpoint", LOG.file("checkpoint"));
        assertFound(forged, "a log written anew");
    }

    private static void assertFirst(long index, MemoryLog spoiled) {
        var report = spoiled.verify();
        assertFalse(report.ok());
        assertEquals(Optional.of(index), report.index());
    }

    private static void assertFound(MemoryLog spoiled, String what) {
        assertFalse(spoiled.verify().ok(), what);
    }
}
