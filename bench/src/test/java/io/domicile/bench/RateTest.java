// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RateTest {

    private static final Rate FOURFOLD = new Rate("four", 4, 800, 200);

    @Test
    void more_a_second_is_a_higher_ratio() {
        assertEquals(4.0, FOURFOLD.ratio());
        assertTrue(FOURFOLD.isMet());
        assertFalse(new Rate("three", 4, 600, 200).isMet());
    }

    @Test
    void a_reading_has_a_least_or_a_most() {
        assertTrue(new Reading("drain", "entries/s", 26_000, 25_000, false).isMet());
        assertFalse(new Reading("drain", "entries/s", 24_000, 25_000, false).isMet());
        assertTrue(new Reading("lag", "ms", 1_900, 2_000, true).isMet());
        assertFalse(new Reading("lag", "ms", 2_100, 2_000, true).isMet());
    }

    @Test
    void the_json_has_the_documented_members() {
        assertEquals(
                "{\"name\":\"four\",\"ratio\":4.0,\"goal\":4.0,\"unit\":\"1/s\","
                        + "\"ours\":{\"rate\":800.0},\"theirs\":{\"rate\":200.0}}",
                FOURFOLD.json().toString());
        assertEquals(
                "{\"name\":\"lag\",\"value\":12.5,\"goal\":2000.0,\"unit\":\"ms\"}",
                new Reading("lag", "ms", 12.5, 2000, true).json().toString());
    }
}
