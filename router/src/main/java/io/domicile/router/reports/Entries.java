// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Residence;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.ProblemException;
import java.util.Optional;

/// The entries of a time in one of a region's logs. Read page by page, so that a log may be as long
/// as it likes. Blocks.
///
/// @param residence whose log
/// @param part the part of the log that has them all; empty if there is none
/// @param span the time: an entry belongs to it by its `id`
record Entries(Residence residence, Optional<Stretch> part, Span span) {

    /// Looks at entries.
    interface Visitor {
        void visit(long index, JsonNode entry);
    }

    /// The same as far as a checkpoint covers it.
    ///
    /// @param size how many entries that has
    Entries below(long size) {
        return new Entries(
                residence,
                part.filter(found -> found.first() < size)
                        .map(found ->
                                new Stretch(
                                        found.log(),
                                        found.first(),
                                        Math.min(found.last(), size - 1),
                                        Optional.empty())),
                span);
    }

    /// How many places of the log are gone through.
    long size() {
        return part.map(Stretch::size).orElse(0L);
    }

    /// Shows all, in the order of the log.
    ///
    /// @throws ProblemException with status 422 if some of them were pruned: nothing is counted
    ///   silently out of less
    void each(Visitor visitor) {
        for (var rest = part; rest.isPresent(); rest = rest.get().rest()) {
            var entries = residence.entries(rest.get());
            if (entries.size() < rest.get().page().size()) {
                throw pruned();
            }
            entries.forEach((index, bytes) -> show(index, bytes, visitor));
        }
    }

    static ProblemException pruned() {
        return new ProblemException(
                Fault.OUT_OF_RANGE,
                "Entries of that time are in the log no more: take a later from.");
    }

    private void show(long index, Bytes bytes, Visitor visitor) {
        var entry = Json.of(bytes);
        if (has(entry)) {
            visitor.visit(index, entry);
        }
    }

    /// Texts of UUIDs sort as their bits do.
    private boolean has(JsonNode entry) {
        var id = entry.path("id").asText();
        return id.compareTo(span.from().toString()) >= 0 && id.compareTo(span.to().toString()) < 0;
    }
}
