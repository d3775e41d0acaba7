// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosignatureTest {
    private static final String TEXT =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private static final Note NOTE =
            new NoteSigner("example.com/behind-the-sofa", Witnesses.seed(1)).sign(TEXT);

    @Test
    void the_same_key_has_another_id_as_a_cosigner() {
        var key = "example.com/foo+7c264079+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        var log = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        var witness = NoteVerifier.parse(key).orElseThrow();
        assertEquals(Algorithm.COSIGNATURE, witness.kind());
        assertEquals(key, witness.toString());
        assertTrue(witness.sameKey(NoteVerifier.parse(log).orElseThrow()));
    }

    @Test
    void a_published_witness_key_is_read() {
        var key = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        assertEquals(key, NoteVerifier.parse(key).orElseThrow().toString());
    }

    @Test
    void what_an_ed25519_cosigner_signs_is_the_specifications_message() {
        var expected = "cosignature/v1\ntime 1679315147\n" + TEXT;
        var message = Algorithm.COSIGNATURE.message("any", TEXT, 1_679_315_147);
        assertEquals(expected, new String(message, UTF_8));
    }

    @Test
    void what_an_ml_dsa_cosigner_signs_is_the_specifications_structure() {
        var message = Algorithm.ML_DSA_44.message("a/w", TEXT, 1_679_315_147);
        var expected =
                "737562747265652f76310a00" // subtree/v1
                        + "03612f77"
                        + "00000000641850cb"
                        + "1b6578616d706c652e636f6d2f626568696e642d7468652d736f6661"
                        + "0000000000000000"
                        + "00000000013e2dc3"
                        + "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62";
        assertEquals(expected, HexFormat.of().formatHex(message));
    }

    @Test
    void a_witness_confirms_a_checkpoint_and_its_time() {
        for (var witness : List.of(Witnesses.ed25519(2), Witnesses.mlDsa44(3))) {
            // given
            var verifier = Witnesses.verifier(witness.vkey());

            // when
            var note = Note.parse(NOTE.with(List.of(witness.cosign(NOTE))).bytes());

            // then
            assertEquals(NoteVerifier.Outcome.ABSENT, verifier.check(NOTE));
            assertEquals(NoteVerifier.Outcome.VALID, verifier.check(note));
            assertEquals(Optional.of(Witnesses.TIME), verifier.time(note));
            assertEquals(Optional.empty(), verifier.time(NOTE));
            assertEquals(TEXT, note.text());
            assertEquals(2, note.signatures().size());
        }
    }

    @Test
    void a_log_line_tells_no_time() {
        var log = new NoteSigner("example.com/behind-the-sofa", Witnesses.seed(1));
        var verifier = Witnesses.verifier(log.vkey());
        assertTrue(verifier.verifies(NOTE));
        assertEquals(Optional.empty(), verifier.time(NOTE));
    }

    @Test
    void every_changed_byte_of_a_cosignature_is_seen() {
        var witness = Witnesses.ed25519(2);
        var verifier = Witnesses.verifier(witness.vkey());
        var line = witness.cosign(NOTE);
        var blob = StrictBase64.decode(line.value()).orElseThrow();
        for (var at = 4; at < blob.length; at++) {
            var value = StrictBase64.encode(Spoil.flip(blob, at, 128));
            var spoiled = NOTE.with(List.of(new Note.Signature(line.name(), value)));
            assertEquals(NoteVerifier.Outcome.INVALID, verifier.check(spoiled), "byte " + at);
        }
        for (var value :
                List.of(
                        Spoil.cut(blob),
                        Spoil.extend(blob),
                        new byte[] {blob[0], blob[1], blob[2], blob[3], 0})) {
            var spoiled =
                    NOTE.with(List.of(new Note.Signature(line.name(), StrictBase64.encode(value))));
            assertEquals(NoteVerifier.Outcome.INVALID, verifier.check(spoiled));
        }
    }

    @Test
    void a_cosignature_of_another_time_name_size_or_root_is_not_taken() {
        for (var witness : List.of(Witnesses.ed25519(2), Witnesses.mlDsa44(3))) {
            var verifier = Witnesses.verifier(witness.vkey());
            var line = witness.cosign(NOTE);
            for (var text :
                    List.of(
                            TEXT.replace("sofa", "sofb"),
                            TEXT.replace("20852163", "20852164"),
                            TEXT.replace("CsUY", "CsUZ"),
                            "no checkpoint\n")) {
                assertFalse(verifier.verifies(new Note(text, List.of(line))), text);
            }
        }
    }

    @Test
    void a_line_is_read_as_it_was_written() {
        var line = Witnesses.ed25519(2).cosign(NOTE);
        assertEquals(line, Note.Signature.parse(line.line()));
        assertThrows(LogFailure.Damaged.class, () -> Note.Signature.parse(line.line() + "\n"));
    }

    @Test
    void the_same_line_is_not_put_twice() {
        var line = Witnesses.ed25519(2).cosign(NOTE);
        var once = NOTE.with(List.of(line));
        assertArrayEquals(once.bytes(), once.with(List.of(line)).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text\n", "origin\n1\nnot a hash\n", "a b\n1\n", "\n\n"})
    void nothing_but_checkpoints_is_cosigned(String text) {
        var note = new NoteSigner("log", new byte[32]).sign(text);
        for (var witness : List.of(Witnesses.ed25519(2), Witnesses.mlDsa44(3))) {
            assertThrows(LogFailure.Damaged.class, () -> witness.cosign(note));
        }
    }

    @Test
    void names_that_do_not_fit_the_structure_are_refused() {
        var key = SigningKey.mlDsa44(Witnesses.seed(4));
        var name = "w".repeat(256);
        var cosigner = new Cosigner(name, Algorithm.ML_DSA_44, key, Witnesses.CLOCK);
        assertThrows(LogFailure.Damaged.class, () -> cosigner.cosign(NOTE));
    }

    @Test
    void a_cosigner_needs_a_key_of_its_kind_and_a_name() {
        var ed25519 = SigningKey.of(Witnesses.seed(1));
        var mlDsa44 = SigningKey.mlDsa44(Witnesses.seed(1));
        for (var make :
                List.<Runnable>of(
                        () -> new Cosigner("w", mlDsa44, Witnesses.CLOCK),
                        () -> new Cosigner("w", Algorithm.ML_DSA_44, ed25519, Witnesses.CLOCK),
                        () -> new Cosigner("w", Algorithm.ED25519, ed25519, Witnesses.CLOCK),
                        () -> new Cosigner("w w", ed25519, Witnesses.CLOCK))) {
            assertThrows(IllegalArgumentException.class, make::run);
        }
    }

    @Test
    void a_witness_says_the_time_of_its_clock() {
        var time = Instant.parse("2027-01-01T00:00:00Z");
        var witness = Witnesses.ed25519(2, time);
        var note = NOTE.with(List.of(witness.cosign(NOTE)));
        assertEquals(Optional.of(time), Witnesses.verifier(witness.vkey()).time(note));
    }
}
