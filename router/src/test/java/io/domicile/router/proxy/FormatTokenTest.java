// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.regions.Bytes;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTokenTest {

    private static final Bytes KEY = Bytes.of("0123456789abcdef0123456789ABCDEF");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "+31 (0)20 624 1111",
                "WVWZZZ1JZXW000001",
                "NL91 ABNA 0417 1643 00",
                "jansen@example.org",
                "Aa1-Bb2-Cc3",
                "a1b2c3d4"
            })
    void a_token_has_the_form_of_the_text_and_stands_for_it(String text) {
        // when
        var token = FormatToken.of(KEY, text).orElseThrow();

        // then
        assertNotEquals(text, token);
        assertEquals(text.replaceAll("[A-Za-z0-9]", "x"), token.replaceAll("[A-Za-z0-9]", "x"));
        for (var kind : new String[] {"[0-9]", "[a-z]", "[A-Z]"}) {
            assertEquals(
                    text.matches(".*" + kind + ".*"), token.matches(".*" + kind + ".*"), token);
        }
        assertEquals(token, FormatToken.of(KEY, text).orElseThrow());
        assertEquals(text, FormatToken.open(KEY, token).orElseThrow());
    }

    @Test
    void no_two_texts_of_a_form_have_the_same_token() {
        // given
        var tokens = new HashSet<String>();

        // when
        for (int i = 0; i < 20_000; i++) {
            tokens.add(FormatToken.of(KEY, "%06d".formatted(i)).orElseThrow());
        }

        // then
        assertEquals(20_000, tokens.size());
        assertTrue(tokens.stream().allMatch(token -> token.matches("[0-9]{6}")));
    }

    @Test
    void every_token_can_be_opened_and_by_its_own_key_alone() {
        // given
        var random = new Random(38);
        var another = Bytes.of("0123456789abcdef0123456789ABCDEG");

        for (int i = 0; i < 2000; i++) {
            // when
            var text = text(random, 5 + random.nextInt(40));
            var token = FormatToken.of(KEY, text).orElseThrow();

            // then
            assertEquals(text, FormatToken.open(KEY, token).orElseThrow());
            assertNotEquals(text, FormatToken.open(another, token).orElseThrow());
        }
    }

    /// With at least one of each class, so that it never has too few of its form.
    private static String text(Random random, int length) {
        var alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -+@";
        var text = new StringBuilder("0Aa");
        while (text.length() < length + 3) {
            text.append(alphabet.charAt(random.nextInt(62 + text.length() % 5)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "AB-1", "...-...", "Straße 12345678", "王小明12345678"})
    void what_has_too_few_of_its_form_or_foreign_letters_has_no_token(String text) {
        assertTrue(FormatToken.of(KEY, text).isEmpty());
    }
}
