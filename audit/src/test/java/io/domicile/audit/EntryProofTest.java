// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryProofTest {

    @ParameterizedTest
    @CsvSource({"1,0", "2,1", "255,254", "256,0", "257,256", "700,300"})
    void a_proof_comes_back_from_its_text_and_proves_its_entry_alone(int size, int index) {
        // given
        var log = MemoryLog.of(size);
        var entries = MemoryLog.entries(0, size);

        // when
        var text = EntryProof.of(index, Note.parse(log.file("checkpoint")), log).text();
        var proof = EntryProof.parse(text);

        // then
        assertEquals(text, proof.text());
        assertEquals(index, proof.inclusion().index());
        assertTrue(proof.proves(entries.get(index), key(log)));
        assertFalse(proof.proves(new byte[] {0}, key(log)));
    }

    @Test
    void the_text_is_that_of_the_published_format() {
        // given
        var log = MemoryLog.of(2);

        // when
        var lines =
                EntryProof.of(1, Note.parse(log.file("checkpoint")), log).text().split("\n", -1);

        // then
        assertEquals("c2sp.org/tlog-proof@v1", lines[0]);
        assertEquals("index 1", lines[1]);
        assertEquals(Merkle.leafHash(MemoryLog.entries(0, 1).getFirst()).toString(), lines[2]);
        assertEquals("", lines[3]);
        assertEquals("2", lines[5]);
    }

    @Test
    void a_proof_of_another_logs_checkpoint_proves_nothing() {
        // given
        var log = MemoryLog.of(3);
        var other = MemoryLog.of(4);
        var own = EntryProof.of(0, Note.parse(log.file("checkpoint")), log).text();
        var foreign = new String(other.file("checkpoint"), StandardCharsets.UTF_8);

        // when
        var mixed = EntryProof.parse(own.substring(0, own.indexOf("\n\n") + 2) + foreign);

        // then
        assertFalse(mixed.proves(MemoryLog.entries(0, 1).getFirst(), key(log)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "index 0\n\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v1\nindex 00\n\n%s",
                "c2sp.org/tlog-proof@v1\nindex -1\n\n%s",
                "c2sp.org/tlog-proof@v1\nindex 9999999999999999999\n\n%s",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n%s",
                "c2sp.org/tlog-proof@v1\nindex 0\n\nnot a note"
            })
    void what_is_no_proof_is_refused(String text) {
        // given
        var note = new String(MemoryLog.of(1).file("checkpoint"), StandardCharsets.UTF_8);

        // when, then
        assertThrows(LogFailure.Damaged.class, () -> EntryProof.parse(text.formatted(note)));
    }

    private static NoteVerifier key(MemoryLog log) {
        var vkey = new String(log.file("log.pub"), StandardCharsets.UTF_8).strip();
        return NoteVerifier.parse(vkey).orElseThrow();
    }
}
