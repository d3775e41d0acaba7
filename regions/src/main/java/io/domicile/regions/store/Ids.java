// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/// Makes UUIDv7 (RFC 9562, 5.7), each greater than the one before: milliseconds, a counter in
/// `rand_a` that starts anew with every millisecond, and 62 random bits.
public final class Ids {

    private static final int COUNTER_LIMIT = 1 << 12;

    private final Clock clock;
    private final SecureRandom random;
    private long milliseconds;
    private int counter;

    /// @param clock tells the milliseconds
    public Ids(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// The next one.
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > milliseconds) {
            milliseconds = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            milliseconds++;
            counter = 0;
        }
        long high = milliseconds << 16 | 0x7000L | counter;
        long low = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low);
    }
}
