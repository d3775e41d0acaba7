// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WeChatSignatureTest {

    /// SHA-1 of `1348831860`, `263014780`, `weixin` joined in this order.
    private static final WeChatSignature SIGNATURE =
            new WeChatSignature(
                    "666134675dbfb10aa94faf217d9b5909af3f7ccc", "1348831860", "263014780");

    @Test
    void a_signature_is_by_the_token_that_made_it() {
        // when
        boolean right = SIGNATURE.isBy("weixin");
        boolean wrong = SIGNATURE.isBy("weixin2");

        // then
        assertTrue(right);
        assertFalse(wrong);
    }

    @Test
    void an_old_or_early_callback_is_stale() {
        // given
        var window = Duration.ofMinutes(5);
        var made = Instant.ofEpochSecond(1348831860);

        // when
        boolean late = SIGNATURE.isFresh(made.plusSeconds(301), window);
        boolean early = SIGNATURE.isFresh(made.minusSeconds(301), window);
        boolean intime = SIGNATURE.isFresh(made.plusSeconds(299), window);
        boolean nonsense = new WeChatSignature("", "soon", "").isFresh(made, window);

        // then
        assertFalse(late);
        assertFalse(early);
        assertTrue(intime);
        assertFalse(nonsense);
    }
}
