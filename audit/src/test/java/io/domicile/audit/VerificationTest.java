// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    /// Two bundles and two levels, so that every kind of file is there.
    private static final int SMALL = 300;

    /// Three levels: one full tile of level 1, and more than one full bundle after it.
    private static final int LARGE = 66_100;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 65_536, 65_537, 66_000})
    void a_whole_log_is_whole(int size) {
        var report = MemoryLog.of(size).verify();
        assertTrue(report.ok(), report.message());
        assertEquals(size, report.checkpoint().orElseThrow().size());
        assertEquals(Optional.empty(), report.index());
        assertEquals(Optional.empty(), report.file());
    }

    @Test
    void the_answer_is_a_sentence() {
        assertEquals(
                "audit.localhost/nl/2026 holds 1,204 entries, complete, in order and unchanged; signed by "
                        + MemoryLog.VERIFIER.shortName(),
                MemoryLog.of(1_204).verify().message());
        assertTrue(MemoryLog.of(1).verify().message().contains(" holds 1 entry, "));
    }

    @Test
    void every_changed_byte_is_found_and_its_entry_and_file_are_named() {
        // given
        var log = MemoryLog.of(SMALL);
        var random = new Random(3);

        for (var name : log.names()) {
            for (var at = 0; at < log.file(name).length; at++) {
                // when
                var spoiled = log.copy();
                spoiled.files.put(name, Spoil.flip(log.file(name), at, 1 << random.nextInt(8)));
                var report = spoiled.verify();

                // then
                assertNamed(report, name, firstBad(log, name, at), name + " at " + at);
            }
        }
    }

    @Test
    void changed_bytes_in_a_log_of_three_levels_are_found_and_named() {
        // given
        var log = MemoryLog.of(LARGE);
        var random = new Random(4);
        var names = new ArrayList<>(log.names());
        names.removeIf(name -> TilePath.parse(name).filter(p -> p.level() < 1).isPresent());
        for (var i = 0; i < 20; i++) {
            names.add(log.names().get(random.nextInt(log.names().size())));
        }

        for (var name : names) {
            // when
            var at = random.nextInt(log.file(name).length);
            var spoiled = log.copy();
            spoiled.files.put(name, Spoil.flip(log.file(name), at, 1 << random.nextInt(8)));

            // then
            assertNamed(spoiled.verify(), name, firstBad(log, name, at), name + " at " + at);
        }
        assertTrue(names.containsAll(List.of("tile/1/000", "tile/1/001.p/2", "tile/2/000.p/1")));
    }

    @Test
    void every_lost_file_is_found_and_named() {
        var log = MemoryLog.of(SMALL);
        for (var name : log.names()) {
            var spoiled = log.copy();
            spoiled.files.remove(name);
            assertNamed(spoiled.verify(), name, firstBad(log, name, 0), "without " + name);
        }
    }

    @Test
    void every_file_cut_at_any_length_is_found_and_named() {
        var log = MemoryLog.of(SMALL);
        for (var name : log.names()) {
            for (var length = log.file(name).length - 1; length >= 0; length -= 7) {
                var spoiled = log.copy();
                spoiled.files.put(name, Arrays.copyOf(log.file(name), length));
                if (!name.equals("log.pub") || length < log.file(name).length - 1) {
                    assertNamed(
                            spoiled.verify(),
                            name,
                            firstBad(log, name, length),
                            name + " cut at " + length);
                }
            }
        }
    }

    @Test
    void every_file_with_bytes_too_many_is_found_and_named() {
        var log = MemoryLog.of(SMALL);
        for (var name : log.names()) {
            for (var more : List.of(1, 32, 100)) {
                var bytes = log.file(name);
                var spoiled = log.copy();
                spoiled.files.put(name, Arrays.copyOf(bytes, bytes.length + more));
                assertNamed(
                        spoiled.verify(),
                        name,
                        firstBad(log, name, bytes.length - 1).map(i -> lastCovered(name)),
                        name + " longer by " + more);
            }
        }
    }

    @Test
    void every_two_files_of_a_kind_that_changed_places_are_found() {
        // given
        var log = MemoryLog.of(1_000);

        for (var kind : List.of("tile/0/", "tile/entries/")) {
            for (var i = 0; i < 3; i++) {
                for (var j = i + 1; j < 3; j++) {
                    // when
                    var spoiled = log.copy();
                    swap(spoiled, kind + "00" + i, kind + "00" + j);

                    // then
                    assertNamed(
                            spoiled.verify(), kind + "00" + i, Optional.of(256L * i), kind + i + j);
                }
            }
        }
    }

    @Test
    void bundles_that_changed_places_together_with_their_tiles_are_found() {
        // given
        var spoiled = MemoryLog.of(1_000);

        // when
        swap(spoiled, "tile/0/001", "tile/0/002");
        swap(spoiled, "tile/entries/001", "tile/entries/002");

        // then
        var report = spoiled.verify();
        assertEquals(Optional.of(256L), report.index());
        assertEquals(
                "tile/0/001 (entries 256 to 511) does not match its hash in tile/1/000.p/3",
                report.message());
    }

    @Test
    void a_fault_in_a_higher_tile_names_the_tile_and_the_entries_below_it() {
        var log = MemoryLog.of(LARGE);
        log.files.put("tile/1/001.p/2", Spoil.flip(log.file("tile/1/001.p/2"), 32, 1));
        assertEquals(
                "tile/0/257 (entries 65,792 to 66,047) does not match its hash in tile/1/001.p/2",
                log.verify().message());
        assertEquals(Optional.of(65_792L), log.verify().index());
    }

    @Test
    void entries_that_changed_places_are_found() {
        // given
        var log = MemoryLog.of(SMALL);
        var entries = new ArrayList<>(MemoryLog.entries(0, SMALL));
        Collections.swap(entries, 270, 280);
        var swapped = MemoryLog.of(Tree.empty().append(entries));

        // when
        var name = "tile/entries/001.p/44";
        log.files.put(name, swapped.file(name));

        // then
        assertEquals(
                "entry 270 (bundle tile/entries/001.p/44) does not match its hash in tile/0/001.p/44",
                log.verify().message());
        assertEquals(Optional.of(270L), log.verify().index());
    }

    @Test
    void a_log_rewritten_as_a_whole_is_found_by_its_root() {
        // given
        var entries = new ArrayList<>(MemoryLog.entries(0, SMALL));
        entries.set(7, "forged".getBytes(UTF_8));
        var forged = MemoryLog.of(Tree.empty().append(entries));

        // when
        forged.files.put("checkpoint", MemoryLog.of(SMALL).file("checkpoint"));

        // then
        var report = forged.verify();
        assertFalse(report.ok());
        assertEquals(Optional.of("checkpoint"), report.file());
        assertTrue(report.message().contains("root"), report.message());
    }

    @ParameterizedTest
    @CsvSource({"299, tile/entries/001.p/43", "301, tile/entries/001.p/45", "0, checkpoint"})
    void a_checkpoint_of_another_size_does_not_fit(int size, String named) {
        // given
        var log = MemoryLog.of(SMALL);
        var root = Checkpoint.parse(Note.parse(log.file("checkpoint"))).root();

        // when
        var checkpoint = new Checkpoint(MemoryLog.ORIGIN, size, root);
        log.files.put("checkpoint", MemoryLog.SIGNER.sign(checkpoint.text()).bytes());

        // then
        assertFalse(log.verify().ok());
        assertEquals(Optional.of(named), log.verify().file());
    }

    @Test
    void the_first_of_several_faults_is_the_one_named() {
        // given
        var log = MemoryLog.of(LARGE);

        // when
        log.files.put("tile/entries/200", Spoil.flip(log.file("tile/entries/200"), 2, 1));
        log.files.put("tile/entries/100", Spoil.flip(log.file("tile/entries/100"), 2, 1));

        // then
        assertEquals(Optional.of(25_600L), log.verify().index());

        // when
        log.files.put("tile/1/000", Spoil.flip(log.file("tile/1/000"), 50 * 32, 1));

        // then
        assertNamed(log.verify(), "tile/1/000", Optional.of(12_800L), "higher, but before");

        // when
        log.files.put("tile/0/050", Spoil.flip(log.file("tile/0/050"), 0, 1));

        // then
        assertNamed(log.verify(), "tile/0/050", Optional.of(12_800L), "closest to the entry");
    }

    @Test
    void a_partial_that_is_gone_is_cut_from_the_full_tile() {
        // given
        var first = Tree.empty().append(MemoryLog.entries(0, 300));
        var log = MemoryLog.of(first.tree().append(MemoryLog.entries(300, 300)));
        log.put(first.writes().stream().filter(t -> t.path().isFull()).toList());
        log.put(first.writes().stream().filter(t -> t.path().level() == 1).toList());
        log.publish(first.tree());
        assertFalse(log.files.containsKey("tile/0/001.p/44"));

        // then
        assertTrue(log.verify().ok(), log.verify().message());

        // when
        log.files.put("tile/0/001", Spoil.flip(log.file("tile/0/001"), 43 * 32, 1));

        // then
        assertEquals(Optional.of(299L), log.verify().index());
    }

    @Test
    void a_spoiled_partial_is_not_excused_by_a_good_full_tile() {
        // given
        var first = Tree.empty().append(MemoryLog.entries(0, 200));
        var log = MemoryLog.of(first.tree().append(MemoryLog.entries(200, 200)));
        log.put(first.writes());
        log.publish(first.tree());
        assertTrue(log.verify().ok(), log.verify().message());

        // when
        log.files.put("tile/0/000.p/200", Spoil.cut(log.file("tile/0/000.p/200")));

        // then
        assertNamed(log.verify(), "tile/0/000.p/200", Optional.of(199L), "cut partial");
    }

    @Test
    void a_pinned_key_is_not_replaced_by_the_one_the_log_offers() {
        // given
        var stranger = new NoteSigner(MemoryLog.ORIGIN, Spoil.flip(new byte[32], 0, 1));
        var pinned =
                new Trust.Given(List.of(Witnesses.verifier(stranger.vkey())), Optional.empty());
        var right = new Trust.Given(List.of(MemoryLog.VERIFIER), Optional.empty());
        var log = MemoryLog.of(SMALL);

        // when
        var report = log.verify(pinned);

        // then
        assertFalse(report.ok());
        assertEquals(Optional.of("checkpoint"), report.file());
        assertEquals("argument", report.trust().orElseThrow().keysFrom());
        assertTrue(log.verify(right).ok());
        assertEquals("log", log.verify().trust().orElseThrow().keysFrom());
    }

    @Test
    void a_foreign_log_with_empty_entries_and_a_witness_verifies() {
        // given
        var empty = new byte[] {0, 0, 0, 0};
        var leaf = Merkle.leafHash(new byte[0]);
        var tile = new byte[64];
        leaf.copyTo(tile, 0);
        leaf.copyTo(tile, 1);
        var log = MemoryLog.of(0);
        log.files.put("tile/0/000.p/2", tile);
        log.files.put("tile/entries/000.p/2", empty);
        var checkpoint = new Checkpoint(MemoryLog.ORIGIN, 2, Merkle.nodeHash(leaf, leaf));
        var witness = new NoteSigner("witness.example", new byte[32]).sign(checkpoint.text());
        var own = MemoryLog.SIGNER.sign(checkpoint.text());
        var signatures = List.of(witness.signatures().getFirst(), own.signatures().getFirst());
        log.files.put("checkpoint", new Note(checkpoint.text(), signatures).bytes());

        // then
        assertTrue(log.verify().ok(), log.verify().message());
    }

    @Test
    void progress_counts_up_to_the_size() {
        var seen = new ArrayList<Long>();
        MemoryLog.verification(MemoryLog.of(600), Trust.Given.NOTHING)
                .run((entries, size) -> {
                    seen.add(entries);
                    assertEquals(600, size);
                });
        assertEquals(List.of(256L, 512L, 600L), seen);
    }

    private static void assertNamed(Report report, String file, Optional<Long> index, String what) {
        assertFalse(report.ok(), what);
        assertEquals(index, report.index(), what + ": " + report.message());
        assertTrue(report.message().contains(file), what + ": " + report.message());
        assertEquals(report.file().map(f -> true), Optional.of(true), what);
    }

    /// The first entry that a byte of a file stands for, if it stands for any.
    private static Optional<Long> firstBad(MemoryLog log, String name, int at) {
        return TilePath.parse(name)
                .map(path ->
                        path.isBundle()
                                ? path.index() * 256 + place(log.file(name), at)
                                : path.firstEntry(at / 32));
    }

    private static int place(byte[] bundle, int at) {
        var place = 0;
        for (var end = Tile.entryEnd(bundle, 0); end <= at; end = Tile.entryEnd(bundle, end)) {
            place++;
        }
        return place;
    }

    private static long lastCovered(String name) {
        var path = TilePath.parse(name).orElseThrow();
        return path.firstEntry(path.width()) - 1;
    }

    private static void swap(MemoryLog log, String one, String other) {
        var kept = log.file(one);
        log.files.put(one, log.file(other));
        log.files.put(other, kept);
    }
}
