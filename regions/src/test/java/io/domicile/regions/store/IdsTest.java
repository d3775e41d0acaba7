// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void ids_are_uuids_of_version_7_and_each_is_greater_than_the_one_before() {
        // given
        var clock = Clock.fixed(Instant.parse("2026-11-20T08:00:00Z"), ZoneOffset.UTC);
        var ids = new Ids(clock, new SecureRandom());

        // when
        var before = ids.next();

        // then
        assertEquals(7, before.version());
        assertEquals(2, before.variant());
        assertEquals(clock.millis(), before.getMostSignificantBits() >>> 16);
        for (int i = 0; i < 10_000; i++) {
            var next = ids.next();
            assertTrue(before.toString().compareTo(next.toString()) < 0);
            before = next;
        }
    }
}
