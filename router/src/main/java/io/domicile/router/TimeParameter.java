// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// A parameter of a call that is a date or a time.
public final class TimeParameter {

    private TimeParameter() {}

    /// The time that is asked for; a date stands for its beginning in UTC.
    ///
    /// @throws ProblemException with status 422 if it is none, or comes twice
    public static Optional<Instant> of(String name, MultivaluedMap<String, String> parameters) {
        var values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new ProblemException(
                    Fault.CONFLICT, "The parameter %s comes twice.".formatted(name));
        }
        return values.stream().findFirst().map(text -> time(name, text));
    }

    private static Instant time(String name, String text) {
        try {
            return text.length() == "2026-11-20".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new ProblemException(
                    Fault.BAD_TIME,
                    "The parameter %s is a date or a time of RFC 3339.".formatted(name));
        }
    }
}
