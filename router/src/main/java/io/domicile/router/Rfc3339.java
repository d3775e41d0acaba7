// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as callers write them. Years have four digits: the JDK reads more, which end up outside
/// what the ids of events and PostgreSQL can say.
public final class Rfc3339 {

    private static final Pattern TIME =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private Rfc3339() {}

    /// A time of RFC 3339 with its offset; empty if the text is none.
    public static Optional<Instant> parse(String text) {
        try {
            return TIME.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
