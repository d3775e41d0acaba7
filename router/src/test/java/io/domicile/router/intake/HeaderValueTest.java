// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | plain",
                "/a/b?c=d | /a/b?c=d",
                "Euro%20%E2%82%AC%20%F0%9F%98%80 | Euro € 😀",
                "%e2%82%ac | €",
                "%25E2 | %E2",
                "a b | a b",
                "\"a b\" | a b",
                "\"a \\\"b\\\" \\\\\" | a \"b\" \\",
                "\"%E2%82%AC\" | €",
                "a\"b | a\"b",
                "`` | ``"
            })
    void values_are_unquoted_and_decoded_once(String header, String value) {
        // when
        var decoded = HeaderValue.decode(header);

        // then
        assertEquals(Optional.of(value), decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "%zz",
                "%C0%A0",
                "%ED%A0%80",
                "%FF",
                "%E2%82",
                "\"open",
                "\"a\"b",
                "\"\\",
                "caf\u00e9",
                "tab\there",
                "%-1",
                "%+1"
            })
    void what_is_no_percent_encoded_utf8_is_nothing(String header) {
        // when
        var decoded = HeaderValue.decode(header);

        // then
        assertEquals(Optional.empty(), decoded);
    }

    @Test
    void what_was_encoded_comes_back() {
        // given
        var random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                int c = random.nextInt(0x20, Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
            }
            var value = text.toString();
            var header = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");

            // when
            var decoded = HeaderValue.decode(header);

            // then
            assertEquals(Optional.of(value), decoded);
        }
    }
}
