// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    private static final Instant NOW = Instant.parse("2026-11-20T20:51:07.123Z");

    /// The first moment that the 48 bits of an id cannot say.
    private static final Instant END = Instant.ofEpochMilli(1L << 48);

    @Test
    void it_holds_the_ids_of_its_time() {
        // when
        var span = Span.between(NOW, NOW.plusMillis(1));

        // then
        assertEquals(UUID.fromString("01a1faba-2af3-0000-0000-000000000000"), span.from());
        assertEquals(NOW, span.start());
        assertEquals(NOW.plusMillis(1), span.end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z"
            })
    void before_the_first_id_there_is_nothing(String early) {
        assertEquals(new UUID(0, 0), Span.between(Instant.parse(early), NOW).from());
    }

    @Test
    void a_time_that_no_id_can_say_is_refused_and_none_is_taken_for_another() {
        // when, then
        assertEquals(END.minusMillis(1), Span.between(NOW, END.minusMillis(1)).end());
        assertThrows(IllegalArgumentException.class, () -> Span.between(NOW, END));
        assertThrows(IllegalArgumentException.class, () -> Span.between(NOW, Instant.MAX));
    }
}
