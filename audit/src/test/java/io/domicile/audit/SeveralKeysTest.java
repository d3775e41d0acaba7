// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeveralKeysTest {
    private static final String ORIGIN = "example.com/cn/2026";
    private static final String TEXT = ORIGIN + "\n0\n" + Merkle.EMPTY_ROOT + "\n";
    private static final SigningKey FIRST = SigningKey.of(Witnesses.seed(1));
    private static final SigningKey NEXT = SigningKey.of(Witnesses.seed(2));
    private static final SigningKey QUANTUM = SigningKey.mlDsa44(Witnesses.seed(1));

    /// A kind that C2SP has no byte for, and that signs with nothing but a check sum.
    private static final SignatureKind SUM =
            new SignatureKind() {
                @Override
                public byte[] type() {
                    return "\u00ffexample/sum/v1\n".getBytes(ISO_8859_1);
                }

                @Override
                public Optional<Check> check(byte[] publicKey) {
                    return publicKey.length == 1
                            ? Optional.of((m, s) -> Arrays.equals(sum(publicKey, m), s))
                            : Optional.empty();
                }
            };

    private static final NoteSigner SIGNER =
            new NoteSigner(ORIGIN, FIRST, Witnesses.CLOCK)
                    .with(Algorithm.ML_DSA_44, QUANTUM)
                    .with(Algorithm.ED25519, NEXT)
                    .with(SUM, new Sum());

    private record Sum() implements SigningKey {
        @Override
        public byte[] publicKey() {
            return new byte[] {7};
        }

        @Override
        public byte[] sign(byte[] message) {
            return sum(publicKey(), message);
        }
    }

    @Test
    void every_key_signs_and_each_line_verifies_by_itself() {
        // when
        var note = Note.parse(SIGNER.sign(TEXT).bytes());

        // then
        assertEquals(4, note.signatures().size());
        for (var vkey : SIGNER.vkeys()) {
            var verifier = NoteVerifier.parse(vkey, List.of(SUM)).orElseThrow();
            assertTrue(verifier.verifies(note), vkey);
            assertEquals(ORIGIN, verifier.name());
            assertEquals(vkey, verifier.toString());
        }
        assertEquals(4, SIGNER.vkeys().stream().distinct().count());
    }

    @Test
    void the_first_line_is_what_a_signer_of_that_key_alone_writes() {
        var alone = new NoteSigner(ORIGIN, FIRST);
        var first = SIGNER.sign(TEXT).signatures().getFirst();
        assertEquals(alone.sign(TEXT).signatures(), List.of(first));
        assertEquals(alone.vkey(), SIGNER.vkey());
        assertEquals(SIGNER.vkey(), SIGNER.vkeys().getFirst());
    }

    @Test
    void a_kind_that_is_not_known_is_passed_over() {
        var unknown = SIGNER.vkeys().getLast();
        assertEquals(Optional.empty(), NoteVerifier.parse(unknown));
        var first = Witnesses.verifier(SIGNER.vkey());
        assertEquals(ORIGIN, Checkpoint.open(SIGNER.sign(TEXT), first).origin());
    }

    @Test
    void the_second_line_carries_the_time_of_signing() {
        var second = Witnesses.verifier(SIGNER.vkeys().get(1));
        assertEquals(Optional.of(Witnesses.TIME), second.time(SIGNER.sign(TEXT)));
    }

    @Test
    void a_line_of_one_key_does_not_pass_for_another() {
        var note = SIGNER.sign(TEXT);
        for (var vkey : SIGNER.vkeys()) {
            var verifier = NoteVerifier.parse(vkey, List.of(SUM)).orElseThrow();
            var others =
                    note.signatures().stream()
                            .filter(s -> !verifier.shortName().endsWith(s.keyId()))
                            .toList();
            assertEquals(3, others.size());
            assertEquals(NoteVerifier.Outcome.ABSENT, verifier.check(new Note(TEXT, others)));
        }
    }

    @Test
    void the_long_name_of_a_kind_is_part_of_its_keys() {
        var key = StrictBase64.decode(SIGNER.vkeys().getLast().split("\\+", 3)[2]).orElseThrow();
        assertArrayEquals("example/sum/v1\n".getBytes(US_ASCII), Arrays.copyOfRange(key, 1, 16));
        for (var other :
                List.of(Spoil.cut(key), Spoil.extend(key), Spoil.flip(key, 3, 1), new byte[0])) {
            var vkey = "a+" + NoteVerifier.keyId("a", other) + "+" + StrictBase64.encode(other);
            assertTrue(NoteVerifier.parse(vkey, List.of(SUM)).isEmpty(), vkey);
        }
    }

    @Test
    void a_key_signs_once_and_only_as_what_it_is() {
        assertThrows(IllegalArgumentException.class, () -> SIGNER.with(Algorithm.ED25519, NEXT));
        assertThrows(IllegalArgumentException.class, () -> SIGNER.with(Algorithm.ML_DSA_44, NEXT));
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner(ORIGIN, QUANTUM));
    }

    @Test
    void a_signer_with_an_ml_dsa_key_signs_checkpoints_alone() {
        assertThrows(LogFailure.Damaged.class, () -> SIGNER.sign("text\n"));
        assertFalse(SIGNER.toString().contains("PRIVATE"));
    }

    private static byte[] sum(byte[] key, byte[] message) {
        int sum = key[0];
        for (var b : message) {
            sum += b;
        }
        return new byte[] {(byte) sum};
    }
}
