// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The query parameters of a call, each at most once and none that is not known.
public final class Parameters {

    private final MultivaluedMap<String, String> given;

    /// @param known the names that the call takes
    /// @throws ProblemException with status 422 if there is another one
    public Parameters(MultivaluedMap<String, String> given, List<String> known) {
        if (!known.containsAll(given.keySet())) {
            throw new ProblemException(
                    Fault.UNKNOWN_FIELD,
                    "The parameters are %s.".formatted(String.join(", ", known)));
        }
        this.given = given;
    }

    /// @throws ProblemException with status 422 if it comes twice
    public Optional<String> value(String name) {
        var values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new ProblemException(
                    Fault.CONFLICT, "The parameter %s comes twice.".formatted(name));
        }
        return values.stream().findFirst();
    }

    /// A moment; a date stands for its beginning in UTC.
    ///
    /// @throws ProblemException with status 422 if it is neither
    public Optional<Instant> time(String name) {
        return value(name).map(text -> time(name, text));
    }

    private static Instant time(String name, String text) {
        return Rfc3339.parse(text.length() == "2026-11-20".length() ? text + "T00:00:00Z" : text)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.BAD_TIME,
                                "The parameter %s is a date or a time of RFC 3339."
                                        .formatted(name)));
    }
}
