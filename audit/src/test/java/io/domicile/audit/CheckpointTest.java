// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String ORIGIN = MemoryLog.ORIGIN;
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 1_204, Merkle.EMPTY_ROOT);

    @Test
    void a_checkpoint_is_three_lines_and_reads_back() {
        var note = MemoryLog.SIGNER.sign(CHECKPOINT.text());
        assertEquals(ORIGIN + "\n1204\n" + ROOT + "\n", CHECKPOINT.text());
        assertEquals(CHECKPOINT, Checkpoint.parse(note));
        assertEquals(CHECKPOINT, Checkpoint.open(note, MemoryLog.VERIFIER));
    }

    @Test
    void extension_lines_are_passed_over() {
        var note = MemoryLog.SIGNER.sign(CHECKPOINT.text() + "extension 1\nextension 2\n");
        assertEquals(CHECKPOINT, Checkpoint.open(note, MemoryLog.VERIFIER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "o\n",
                "o\n1\n",
                "\n1\n" + ROOT + "\n",
                "o\n\n" + ROOT + "\n",
                "o\n-1\n" + ROOT + "\n",
                "o\n+1\n" + ROOT + "\n",
                "o\n01\n" + ROOT + "\n",
                "o\n00\n" + ROOT + "\n",
                "o\n1 \n" + ROOT + "\n",
                "o\n0x1\n" + ROOT + "\n",
                "o\n\u0661\n" + ROOT + "\n",
                "o\n9223372036854775808\n" + ROOT + "\n",
                "o\n99999999999999999999\n" + ROOT + "\n",
                "o p\n1\n" + ROOT + "\n",
                "o+p\n1\n" + ROOT + "\n",
                "o\n1\n\n",
                "o\n1\n47DE\n",
                "o\n1\n" + ROOT + "AAAA\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "o\n1\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n1\n" + ROOT + "\n\n",
                "o\n1\n" + ROOT + "\n\nextension\n",
            })
    void a_malformed_checkpoint_is_refused(String text) {
        var note = MemoryLog.SIGNER.sign(text);
        assertThrows(LogFailure.Damaged.class, () -> Checkpoint.parse(note));
    }

    @Test
    void extension_lines_without_end_are_taken_or_refused_but_never_thrown_over() {
        // given
        var text = CHECKPOINT.text() + "x\n".repeat(100_000);

        // when
        var read = Checkpoint.parse(MemoryLog.SIGNER.sign(text));

        // then
        assertEquals(CHECKPOINT, read);
        var published = MemoryLog.SIGNER.sign(text).bytes();
        assertThrows(LogFailure.Damaged.class, () -> Note.parse(published));
    }

    @Test
    void a_checkpoint_of_another_signer_or_another_log_is_not_opened() {
        var stranger = new NoteSigner("audit.localhost/cn/2026", new byte[32]);
        var byStranger = stranger.sign(CHECKPOINT.text());
        var ofStranger =
                MemoryLog.SIGNER.sign(new Checkpoint(stranger.name(), 1, Merkle.EMPTY_ROOT).text());
        assertThrows(
                LogFailure.Damaged.class, () -> Checkpoint.open(byStranger, MemoryLog.VERIFIER));
        assertThrows(
                LogFailure.Damaged.class, () -> Checkpoint.open(ofStranger, MemoryLog.VERIFIER));
    }

    @Test
    void a_checkpoint_without_a_name_or_with_a_negative_size_is_not_made() {
        assertThrows(
                IllegalArgumentException.class, () -> new Checkpoint("a\nb", 1, Merkle.EMPTY_ROOT));
        assertThrows(
                IllegalArgumentException.class, () -> new Checkpoint("a", -1, Merkle.EMPTY_ROOT));
    }
}
