// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.bench.Comparison.Times;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

    private static final Comparison HALF =
            new Comparison("half", 2, new Times(10, 40), new Times(20, 60));

    @Test
    void what_takes_half_the_time_is_twice_as_fast() {
        assertEquals(2.0, HALF.ratio());
        assertTrue(HALF.isMet());
        assertFalse(new Comparison("same", 2, HALF.theirs(), HALF.theirs()).isMet());
    }

    @Test
    void the_json_has_the_documented_members() {
        assertEquals(
                "{\"name\":\"half\",\"ratio\":2.0,\"goal\":2.0,\"unit\":\"us\","
                        + "\"ours\":{\"p50\":10.0,\"p99\":40.0},\"theirs\":{\"p50\":20.0,\"p99\":60.0}}",
                HALF.json().toString());
    }
}
