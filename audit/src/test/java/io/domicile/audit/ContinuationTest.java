// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log against a checkpoint of it that somebody kept.
class ContinuationTest {
    private static final int SIZE = 700;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 511, 699, 700})
    void a_log_that_only_grew_continues_every_earlier_checkpoint(int then) {
        var report = verify(MemoryLog.of(SIZE), note(MemoryLog.entries(0, then)));
        assertTrue(report.ok(), report.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {701, 956, 70_000})
    void a_log_that_shrank_was_rolled_back(int then) {
        var report = verify(MemoryLog.of(SIZE), note(MemoryLog.entries(0, then)));
        assertFalse(report.ok());
        assertEquals(
                "the log was rolled back: it had %,d entries and has 700 entries now"
                        .formatted(then),
                report.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 256, 257, 512, 700})
    void a_log_that_says_something_else_was_forked(int then) {
        for (var changed : List.of(0, then / 2, then - 1)) {
            // given a log whose operator signed another entry before
            var other = new ArrayList<>(MemoryLog.entries(0, then));
            other.set(changed, "another".getBytes(UTF_8));

            // when
            var report = verify(MemoryLog.of(SIZE), note(other));

            // then
            assertFalse(report.ok());
            assertTrue(report.message().startsWith("the log was forked"), report.message());
        }
    }

    @Test
    void a_checkpoint_of_another_key_is_no_measure() {
        var stranger = new NoteSigner(MemoryLog.ORIGIN, Witnesses.seed(7));
        var note = stranger.sign(note(MemoryLog.entries(0, 900)).text());
        assertThrows(IllegalArgumentException.class, () -> verify(MemoryLog.of(SIZE), note));
    }

    private static Report verify(MemoryLog log, Note since) {
        return MemoryLog.verification(log, Trust.Given.NOTHING, Optional.of(since))
                .run((entries, size) -> {});
    }

    private static Note note(List<byte[]> entries) {
        var tree = Tree.empty().append(entries).tree();
        var checkpoint = new Checkpoint(MemoryLog.ORIGIN, tree.size(), tree.root());
        return MemoryLog.SIGNER.sign(checkpoint.text());
    }
}
