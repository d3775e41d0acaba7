// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.router.EventId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a download is to go on, as the headers of a request say it (RFC 9110, 14).
///
/// @param export the export
/// @param offset how many bytes are there already
record Resumption(UUID export, long offset) {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-");
    private static final Pattern TAG = Pattern.compile("\"([0-9a-f-]{36})-([0-9a-f]+)\"");

    /// The tag of an export's bytes.
    static String tag(UUID export) {
        return "\"%s-%s\"".formatted(export, Checkers.mark());
    }

    /// Reads what a request says.
    ///
    /// @param export the parameter of that name
    /// @param range the header `Range`
    /// @param ifRange the header `If-Range`
    /// @return empty if a new export is to begin: nothing says which one is to go on, or it would
    ///   have other bytes by now
    static Optional<Resumption> of(
            Optional<UUID> export, @Nullable String range, @Nullable String ifRange) {
        var match = RANGE.matcher(range == null ? "" : range);
        long offset = match.matches() ? Long.parseLong(match.group(1)) : 0;
        if (ifRange == null) {
            return export.map(id -> new Resumption(id, offset));
        }
        var tag = TAG.matcher(ifRange);
        return Optional.of(tag)
                .filter(found -> match.matches() && found.matches())
                .filter(found -> found.group(2).equals(Checkers.mark()))
                .flatMap(found -> EventId.parse(found.group(1)))
                .map(id -> new Resumption(id, offset))
                .or(() -> export.map(id -> new Resumption(id, 0)));
    }
}
