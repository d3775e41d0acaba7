// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final NoteSigner ALICE = new NoteSigner("alice.example", seed(1));
    private static final NoteSigner BOB = new NoteSigner("bob.example", seed(2));
    private static final String LINE = "\u2014 alice.example AAAAAAE=\n";

    @Test
    void a_signed_note_reads_back_and_verifies() {
        // given
        var note = ALICE.sign("over a hundred\n\nblank lines are fine: \u4e2d\n");

        // when
        var read = Note.parse(note.bytes());

        // then
        assertEquals(note, read);
        assertArrayEquals(note.bytes(), read.bytes());
        assertTrue(verifier(ALICE).verifies(read));
        assertFalse(verifier(BOB).verifies(read));
    }

    @Test
    void a_text_that_ends_in_a_blank_line_keeps_it() {
        var note = ALICE.sign("text\n\n");
        assertEquals("text\n\n", Note.parse(note.bytes()).text());
        assertTrue(verifier(ALICE).verifies(Note.parse(note.bytes())));
    }

    @Test
    void unknown_signatures_are_passed_over() {
        // given
        var text = "text\n";
        var signatures = new ArrayList<Note.Signature>();
        for (var i = 0; i < 40; i++) {
            signatures.add(new Note.Signature("unknown.example", "AAAAAAE="));
        }
        signatures.add(new Note.Signature("alice.example", "AAAAAAE="));
        signatures.addAll(ALICE.sign(text).signatures());
        signatures.addAll(BOB.sign(text).signatures());

        // when
        var note = Note.parse(new Note(text, signatures).bytes());

        // then
        assertTrue(verifier(ALICE).verifies(note));
        assertTrue(verifier(BOB).verifies(note));
    }

    @Test
    void a_bad_signature_of_a_known_key_spoils_the_note_even_beside_a_good_one() {
        // given
        var good = ALICE.sign("text\n").signatures().getFirst();
        var bad = ALICE.sign("other\n").signatures().getFirst();

        // then
        assertTrue(verifier(ALICE).verifies(new Note("text\n", List.of(good))));
        assertFalse(verifier(ALICE).verifies(new Note("text\n", List.of(bad))));
        assertFalse(verifier(ALICE).verifies(new Note("text\n", List.of(good, bad))));
        assertFalse(verifier(ALICE).verifies(new Note("text\n", List.of(bad, good))));
        assertFalse(verifier(ALICE).verifies(new Note("Text\n", List.of(good))));
    }

    @Test
    void a_signature_that_is_too_short_or_too_long_does_not_verify() {
        var value = StrictBase64.decode(ALICE.sign("text\n").signatures().getFirst().value());
        var bytes = value.orElseThrow();
        for (var spoiled : List.of(Spoil.cut(bytes), Spoil.extend(bytes))) {
            var signature = new Note.Signature("alice.example", StrictBase64.encode(spoiled));
            assertFalse(verifier(ALICE).verifies(new Note("text\n", List.of(signature))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text",
                "text\n",
                "text\n\n",
                "text\n" + LINE,
                LINE,
                "text\n\n\u2014 alice.example AAAAAAE=",
                "text\n\n" + LINE + "\n",
                "text\n\n" + LINE + "trailing\n",
                "text\n\n" + LINE + "trailing",
                "text\n\n" + LINE + "\n" + LINE + "x\n",
                "text\n\n- alice.example AAAAAAE=\n",
                "text\n\n\u2013 alice.example AAAAAAE=\n",
                "text\n\n\u2014alice.example AAAAAAE=\n",
                "text\n\n\u2014  alice.example AAAAAAE=\n",
                "text\n\n\u2014 alice.example  AAAAAAE=\n",
                "text\n\n\u2014 alice.example AAAAAAE= \n",
                "text\n\n\u2014 alice.example\n",
                "text\n\n\u2014 AAAAAAE=\n",
                "text\n\n\u2014 alice.example AAAAAAE= more\n",
                "text\n\n\u2014 alice+bob AAAAAAE=\n",
                "text\n\n\u2014 alice\u00a0bob AAAAAAE=\n",
                "text\n\n\u2014 alice\u2003bob AAAAAAE=\n",
                "text\n\n\u2014 alice\u0085bob AAAAAAE=\n",
                "text\n\n\u2014 alice.example AAAAAAE\n",
                "text\n\n\u2014 alice.example AAAAAAF=\n",
                "text\n\n\u2014 alice.example AAAAAA==\n",
                "text\n\n\u2014 alice.example AAAA\n",
                "text\n\n\u2014 alice.example AAAA-_E=\n",
                "text\n\n\u2014 alice.example AAAAAAE=AAAA\n",
                "te\u0000xt\n\n" + LINE,
                "te\txt\n\n" + LINE,
                "te\rxt\n\n" + LINE,
                "text\r\n\r\n" + LINE,
                "te\u001bxt\n\n" + LINE,
            })
    void a_malformed_note_is_refused(String note) {
        assertThrows(LogFailure.Damaged.class, () -> Note.parse(note.getBytes(UTF_8)));
    }

    @Test
    void the_smallest_well_formed_note_is_taken() {
        var note = Note.parse(("text\n\n" + LINE).getBytes(UTF_8));
        assertEquals("text\n", note.text());
        assertEquals("00000000", note.signatures().getFirst().keyId());
        assertEquals("", Note.parse(("\n\n" + LINE).getBytes(UTF_8)).text().strip());
    }

    @Test
    void a_note_that_is_not_utf_8_is_refused() {
        for (var bytes : List.of("\u00e9", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f5\u0080")) {
            var note = (bytes + "\n\n").getBytes(ISO_8859_1);
            var line = LINE.getBytes(UTF_8);
            var whole = Arrays.copyOf(note, note.length + line.length);
            System.arraycopy(line, 0, whole, note.length, line.length);
            assertThrows(LogFailure.Damaged.class, () -> Note.parse(whole));
        }
    }

    @Test
    void a_note_too_long_or_with_too_many_signatures_is_refused() {
        Note.parse(("text\n\n" + LINE.repeat(100)).getBytes(UTF_8));
        assertThrows(
                LogFailure.Damaged.class,
                () -> Note.parse(("text\n\n" + LINE.repeat(101)).getBytes(UTF_8)));
        assertThrows(
                LogFailure.Damaged.class,
                () -> Note.parse(("x".repeat(1_000_000) + "\n\n" + LINE).getBytes(UTF_8)));
    }

    @Test
    void a_note_without_a_final_newline_in_its_text_is_not_made() {
        assertThrows(IllegalArgumentException.class, () -> ALICE.sign("text"));
        assertThrows(IllegalArgumentException.class, () -> new Note("text\n", List.of()));
    }

    private static NoteVerifier verifier(NoteSigner signer) {
        return NoteVerifier.parse(signer.vkey()).orElseThrow();
    }

    private static byte[] seed(int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return seed;
    }
}
