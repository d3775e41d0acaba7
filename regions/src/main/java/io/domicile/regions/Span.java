// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// A stretch of time, as the ids of events tell it: they are UUIDv7, which begin with the time.
///
/// @param from the first id that belongs to it
/// @param to the first id that no longer does
public record Span(UUID from, UUID to) {

    /// The first moment that an id cannot say: it has 48 bits for milliseconds since 1970.
    private static final Instant END = Instant.ofEpochMilli(1L << 48);

    /// From one moment, included, to another, not included; to the millisecond.
    ///
    /// @throws IllegalArgumentException for a moment that no id can say, about the year 10889
    public static Span between(Instant from, Instant to) {
        return new Span(first(from), first(to));
    }

    /// Orders the ids of events by their time, the latest first.
    public static final Comparator<UUID> LATEST_FIRST =
            Comparator.comparingLong((UUID id) -> id.getMostSignificantBits())
                    .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned)
                    .reversed();

    /// When it begins.
    public Instant start() {
        return time(from);
    }

    /// When it ends.
    public Instant end() {
        return time(to);
    }

    private static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    private static UUID first(Instant time) {
        if (!time.isBefore(END)) {
            throw new IllegalArgumentException("a time that no id of an event can say");
        }
        // Nothing happened before the first id.
        long milliseconds = time.isBefore(Instant.EPOCH) ? 0 : time.toEpochMilli();
        return new UUID(milliseconds << 16, 0);
    }
}
