// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// From when to when, as far as that is known.
record Span(Optional<Instant> from, Optional<Instant> to) {
    static final Span UNKNOWN = new Span(Optional.empty(), Optional.empty());

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    /// This and what follows it.
    Span then(Span next) {
        return new Span(from.or(next::from), next.to.or(() -> to));
    }

    /// The days of both ends in UTC, for instance `1 Jan - 20 Nov 2026`; empty unless both are
    /// known.
    Optional<String> days() {
        return from.flatMap(f -> to.map(t -> days(day(f), day(t))));
    }

    private static String days(LocalDate from, LocalDate to) {
        if (from.equals(to)) {
            return DATE.format(to);
        }
        return (from.getYear() == to.getYear() ? DAY : DATE).format(from) + " - " + DATE.format(to);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /// When something happened that lies between both ends, as a sentence; empty unless one is
    /// known.
    Optional<String> window() {
        if (from.isPresent() && to.isPresent()) {
            return Optional.of("It was written between " + from.get() + " and " + to.get() + ".");
        }
        return from.map(f -> "It was written at " + f + " or later.")
                .or(() -> to.map(t -> "It was written at " + t + " or before."));
    }
}
