// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    /// Made with Python: hashlib.pbkdf2_hmac("sha256", b"open sesame", b"0123456789abcdef",
    /// 100000).
    private static final String HASH =
            "pbkdf2-sha256$100000$MDEyMzQ1Njc4OWFiY2RlZg==$A19p7YdhKE5lkRlRtWr1dLngVhh6RQq7gpdssJ0eDXA=";

    @Test
    void a_password_matches_its_hash_and_no_other_does() {
        // given
        var hash = PasswordHash.parse(HASH);

        // when
        boolean right = hash.matches("open sesame".toCharArray());
        boolean wrong = hash.matches("open says me".toCharArray());
        boolean empty = hash.matches(new char[0]);

        // then
        assertTrue(right);
        assertFalse(wrong);
        assertFalse(empty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "open sesame",
                "bcrypt$100000$MDEyMzQ1Njc4OWFiY2RlZg==$MDEyMzQ1Njc4OWFiY2RlZg==",
                "pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg==$MDEyMzQ1Njc4OWFiY2RlZg==",
                "pbkdf2-sha256$100000$MDE=$MDEyMzQ1Njc4OWFiY2RlZg==",
                "pbkdf2-sha256$100000$MDEyMzQ1Njc4OWFiY2RlZg==$MDE="
            })
    void a_weak_or_malformed_hash_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text));
    }
}
