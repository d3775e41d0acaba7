// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeChatCipherTest {

    private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private static final String OTHER = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private static final String APP = "wxb11529c136998cb6";

    /// The published example, whose message is `我是中文abcd123`.
    private static final String ENCRYPTED =
            "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";

    private final WeChatCipher cipher = new WeChatCipher(List.of(KEY), APP);

    @Test
    void the_published_example_opens() {
        // when
        var message = cipher.open(ENCRYPTED).map(WeChatCipherTest::text);

        // then
        assertEquals(Optional.of("我是中文abcd123"), message);
    }

    @Test
    void the_published_signature_is_by_its_token() {
        // given
        var signature = new WeChatSignature("", "1409304348", "xxxxxx");
        var made = "82c962d39941aa48552f90ef55aa323dc620cc10";

        // when
        boolean right = signature.isBy("pamtest", made, ENCRYPTED);
        boolean wrong = signature.isBy("pamtest2", made, ENCRYPTED);
        boolean changed = signature.isBy("pamtest", made, ENCRYPTED.replace("jn1L", "jn1M"));

        // then
        assertTrue(right);
        assertFalse(wrong);
        assertFalse(changed);
    }

    @Test
    void what_is_for_another_account_or_under_another_key_does_not_open() {
        // given
        var others = new WeChatCipher(List.of(KEY), "wx0000000000000000");
        var stranger = new WeChatCipher(List.of(OTHER), APP);

        // when
        var forOthers = others.open(ENCRYPTED);
        var underAnother = stranger.open(ENCRYPTED);

        // then
        assertEquals(Optional.empty(), forOthers);
        assertEquals(Optional.empty(), underAnother);
    }

    @Test
    void while_the_key_changes_the_one_before_opens_too() {
        // given
        var changing = new WeChatCipher(List.of(OTHER, KEY), APP);

        // when
        var before = changing.open(ENCRYPTED).map(WeChatCipherTest::text);
        var now = changing.open(Sealed.by(OTHER, APP, "new")).map(WeChatCipherTest::text);

        // then
        assertEquals(Optional.of("我是中文abcd123"), before);
        assertEquals(Optional.of("new"), now);
    }

    @Test
    void messages_of_every_length_open() {
        for (int length = 0; length < 100; length++) {
            // given
            var message = "x".repeat(length);

            // when
            var opened = cipher.open(Sealed.by(KEY, APP, message)).map(WeChatCipherTest::text);

            // then
            assertEquals(Optional.of(message), opened);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAA==", "%%"})
    void what_is_no_ciphertext_does_not_open(String encrypted) {
        // when
        var opened = cipher.open(encrypted);

        // then
        assertEquals(Optional.empty(), opened);
    }

    @Test
    void a_length_that_lies_opens_nothing() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, 4, 1_000_000, Integer.MAX_VALUE}) {
            // given
            var lying = Sealed.by(KEY, APP, "abc", length);

            // when
            var opened = cipher.open(lying);

            // then
            assertEquals(Optional.empty(), opened);
        }
    }

    @Test
    void broken_ciphertexts_fail_without_an_exception() {
        // given
        var random = new Random(5);
        var sealed = Base64.getDecoder().decode(ENCRYPTED);
        for (int i = 0; i < 20_000; i++) {
            var broken = sealed.clone();
            // in the last two blocks, where padding and receiver are
            broken[random.nextInt(32, broken.length)] ^= (byte) (1 + random.nextInt(255));

            // when
            var opened = cipher.open(Base64.getEncoder().encodeToString(broken));

            // then
            assertEquals(Optional.empty(), opened);
        }
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
