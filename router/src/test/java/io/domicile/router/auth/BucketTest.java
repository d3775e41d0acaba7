// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void a_full_bucket_gives_its_burst_and_no_more() {
        // given
        var bucket = new Bucket(10, 3, 0);

        // when
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            taken += bucket.take(0) ? 1 : 0;
        }

        // then
        assertEquals(3, taken);
        assertFalse(bucket.take(SECOND / 11));
        assertTrue(bucket.take(SECOND / 10));
        assertFalse(bucket.take(SECOND / 10));
    }

    @Test
    void in_any_time_no_more_goes_than_burst_and_rate_together() {
        // given
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(7);
        for (int round = 0; round < 200; round++) {
            int rate = random.nextInt(1, 1000);
            int burst = random.nextInt(1, 100);
            long now = Long.MAX_VALUE - random.nextLong(20 * SECOND);
            long begin = now;
            var bucket = new Bucket(rate, burst, now);

            // when
            long taken = 0;
            for (int i = 0; i < 5000; i++) {
                now += random.nextLong(SECOND / 200);
                taken += bucket.take(now) ? 1 : 0;

                // then
                assertTrue(taken <= burst + (now - begin) / (SECOND / rate) + 1, "round " + round);
            }
            assertTrue(taken >= burst, "round " + round);
        }
    }

    @Test
    void a_minute_is_told_once() {
        // given
        var bucket = new Bucket(1, 1, 0);

        // then
        assertTrue(bucket.isFirstIn(29_000_000));
        assertFalse(bucket.isFirstIn(29_000_000));
        assertTrue(bucket.isFirstIn(29_000_001));
    }
}
