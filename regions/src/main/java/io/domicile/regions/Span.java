// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.UUID;

/// A stretch of time, as the ids of events tell it: they are UUIDv7, which begin with the time.
///
/// @param from the first id that belongs to it
/// @param to the first id that no longer does
public record Span(UUID from, UUID to) {

    /// From one moment, included, to another, not included; to the millisecond.
    public static Span between(Instant from, Instant to) {
        return new Span(first(from), first(to));
    }

    private static UUID first(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }
}
