// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteKeyTest {
    private static final String KEY = "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    @Test
    void the_key_of_the_specification_is_read() {
        // given
        var vkey = "example.com/foo+530d903a+" + KEY;

        // when
        var verifier = NoteVerifier.parse(vkey).orElseThrow();

        // then
        assertEquals("example.com/foo", verifier.name());
        assertEquals("example.com/foo+530d903a", verifier.shortName());
        assertEquals(vkey, verifier.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903a+",
                "+530d903a+" + KEY,
                "example.com/foo+530D903A+" + KEY,
                "example.com/foo+530d903b+" + KEY,
                "example.com/fop+530d903a+" + KEY,
                "example.com/foo+30d903a+" + KEY,
                "example.com/foo+0530d903a+" + KEY,
                "example.com/foo 530d903a " + KEY,
                "example.com/f oo+530d903a+" + KEY,
                "example.com/foo+530d903a+" + KEY + "\n",
                "example.com/foo+530d903a+" + KEY + "AAAA",
                "example.com/foo+530d903a+A" + KEY,
            })
    void anything_else_is_no_key(String vkey) {
        assertEquals(Optional.empty(), NoteVerifier.parse(vkey));
    }

    @Test
    void a_key_with_a_right_id_but_a_wrong_name_length_or_algorithm_is_no_key() {
        var key = StrictBase64.decode(KEY).orElseThrow();
        assertTrue(NoteVerifier.parse(vkey("example.com/foo", key)).isPresent());
        assertTrue(NoteVerifier.parse(vkey("example com", key)).isEmpty());
        assertTrue(NoteVerifier.parse(vkey("example\u2003com", key)).isEmpty());
        assertTrue(NoteVerifier.parse(vkey("foo", Spoil.cut(key))).isEmpty());
        assertTrue(NoteVerifier.parse(vkey("foo", Spoil.extend(key))).isEmpty());
        assertTrue(NoteVerifier.parse(vkey("foo", Spoil.flip(key, 0, 2))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "PRIVATE+KEY+example.com/log/testdata+33d7b497+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg",
                "PRIVATE+KEY+example.com/log/testdatb+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg",
                "PRIVATE+KEY+example.com/log/testdata+33d7b496+AuymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg",
                "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3",
            })
    void a_spoiled_private_key_is_refused_and_not_repeated(String privateKey) {
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> NoteSigner.parse(privateKey));
        assertFalse(String.valueOf(refusal.getMessage()).contains("ymY/SZAX0jZ"));
    }

    @Test
    void a_signer_needs_a_name_and_thirty_two_bytes_and_does_not_print_them() {
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner("", new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner("a b", new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner("a+b", new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner("a", new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> new NoteSigner("a", new byte[33]));
        var signer = new NoteSigner("a", new byte[32]);
        assertEquals(signer.vkey(), signer.toString());
        assertTrue(NoteVerifier.parse(signer.vkey()).isPresent());
    }

    private static String vkey(String name, byte[] key) {
        return name + "+" + NoteVerifier.keyId(name, key) + "+" + StrictBase64.encode(key);
    }
}
