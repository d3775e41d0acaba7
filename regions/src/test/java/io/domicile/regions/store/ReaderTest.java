// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReaderTest {

    @Test
    void a_record_opens_until_it_expires_and_no_longer() {
        // given
        var row = new RecordEntity();
        row.expiresAt = Instant.parse("2026-11-23T08:00:00Z");

        // when, then
        assertFalse(Reader.isOver(row, row.expiresAt.minusNanos(1)));
        assertTrue(Reader.isOver(row, row.expiresAt));
        assertTrue(Reader.isOver(row, row.expiresAt.plusNanos(1)));
    }
}
