// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Merkle;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

    private static final String ORIGIN = "audit.test/nl/2026";

    @TempDir Path home;
    private Path folder;
    private Guard guard;

    @BeforeEach
    void begin() {
        folder = home.resolve("guard");
        guard = new Guard(folder, ORIGIN);
    }

    @Test
    void a_guard_without_a_file_knows_nothing_and_takes_the_first_note() {
        // given
        var before = guard.read();

        // when
        guard.swap(before, note(1));

        // then
        assertEquals(Optional.empty(), before);
        assertEquals(Optional.of(note(1)), new Guard(folder, ORIGIN).read());
    }

    @Test
    void a_note_is_replaced_only_by_who_knows_it() {
        // given
        guard.swap(Optional.empty(), note(1));
        guard.swap(Optional.of(note(1)), note(2));

        // when
        for (var wrong : List.of(Optional.<Note>empty(), Optional.of(note(1)))) {
            assertThrows(LogFailure.Conflict.class, () -> guard.swap(wrong, note(3)));
        }

        // then
        assertEquals(Optional.of(note(2)), guard.read());
    }

    @Test
    void of_many_who_replace_the_same_note_one_succeeds() throws Exception {
        // given
        guard.swap(Optional.empty(), note(1));

        // when
        long won;
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries =
                    IntStream.range(2, 18)
                            .mapToObj(n -> threads.submit(() -> isSwapped(n)))
                            .toList();
            won = 0;
            for (var one : tries) {
                won += one.get() ? 1 : 0;
            }
        }

        // then
        assertEquals(1, won);
    }

    @Test
    void logs_with_like_names_have_guards_of_their_own() {
        // given
        var other = new Guard(folder, "audit.test/nl/2026b");

        // when
        guard.swap(Optional.empty(), note(1));

        // then
        assertEquals(Optional.empty(), other.read());
    }

    @Test
    void what_is_no_note_or_cannot_be_read_is_no_empty_guard() throws Exception {
        // given
        guard.swap(Optional.empty(), note(1));
        var file = folder.resolve("audit.test+nl+2026");

        // when
        Files.write(file, new byte[0]);
        assertThrows(LogFailure.Damaged.class, guard::read);
        Files.delete(file);
        Files.createDirectory(file);

        // then
        assertThrows(LogFailure.Unavailable.class, guard::read);
        assertThrows(LogFailure.Unavailable.class, () -> guard.swap(Optional.empty(), note(2)));
    }

    private boolean isSwapped(int size) {
        try {
            new Guard(folder, ORIGIN).swap(Optional.of(note(1)), note(size));
            return true;
        } catch (LogFailure.Conflict _) {
            return false;
        }
    }

    private static Note note(long size) {
        var checkpoint = new Checkpoint(ORIGIN, size, Merkle.EMPTY_ROOT);
        return new NoteSigner(ORIGIN, new byte[32]).sign(checkpoint.text());
    }
}
