// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static final int GATEWAYS = 16;
    private static final int EACH = 100_000;

    /// Their first eight bytes alone would repeat once in fourteen million runs.
    @Test
    void no_nonce_of_several_gateways_repeats_in_a_large_sample() {
        // given
        var gateways =
                IntStream.range(0, GATEWAYS)
                        .mapToObj(_ -> new Nonces(new SecureRandom(), 128))
                        .toList();

        // when
        var given =
                gateways.stream()
                        .flatMapToLong(nonces ->
                                IntStream.range(0, EACH)
                                        .mapToLong(_ -> ByteBuffer.wrap(nonces.next()).getLong()))
                        .sorted()
                        .toArray();

        // then
        assertEquals(GATEWAYS * EACH, given.length);
        assertEquals(given.length, Arrays.stream(given).distinct().count());
    }

    @Test
    void every_bit_of_a_nonce_is_random() {
        // given
        var nonces = new Nonces(new SecureRandom(), 3);
        var ones = new int[Suite.NONCE * 8];

        // when
        for (int i = 0; i < 10_000; i++) {
            var nonce = nonces.next();
            for (int bit = 0; bit < ones.length; bit++) {
                ones[bit] += nonce[bit / 8] >> bit % 8 & 1;
            }
        }

        // then: ten standard deviations of 50
        assertEquals(ones.length, Arrays.stream(ones).filter(n -> n > 4500 && n < 5500).count());
    }
}
