// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Residence;
import io.domicile.regions.Stretch;
import io.domicile.router.Json;
import io.domicile.router.disclosures.DisclosureRegister;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What was done with the records of one person, event by event (GDPR 15(1), PDPA 21(1)(b)).
///
/// @param residence whose log
/// @param log its origin
/// @param places where the events stand in it, ascending
record EventRows(Residence residence, String log, List<Long> places) implements Rows {

    /// Which member of an entry each column shows.
    private static final Map<String, String> MEMBERS =
            Map.of(
                    "type", "type",
                    "act", "act",
                    "purpose", "purpose",
                    "actor", "actor",
                    "from", "from",
                    "to", "to",
                    "labels", "class",
                    "rules", "rule",
                    "law", "law",
                    "result", "res");

    private static final List<String> OWN =
            List.of(
                    "type", "act", "purpose", "actor", "from", "to", "labels", "rules", "law",
                    "result");

    static final List<String> COLUMNS = Stream.concat(PLACE.stream(), OWN.stream()).toList();

    EventRows {
        places = List.copyOf(places);
    }

    /// Shows the entries at those places, but for disclosures that the person is not told of yet.
    void entries(Entries.Visitor visitor) {
        var now = Instant.now();
        for (int next = 0; next < places.size(); ) {
            var page =
                    new Stretch(log, places.get(next), places.getLast(), Optional.empty()).page();
            var entries = residence.entries(page);
            for (; next < places.size() && places.get(next) <= page.last(); next++) {
                long index = places.get(next);
                var bytes = entries.get(index);
                if (bytes == null) {
                    throw Entries.pruned();
                }
                var entry = Json.of(bytes);
                if (!DisclosureRegister.isGagged(residence, entry, now)) {
                    visitor.visit(index, entry);
                }
            }
        }
    }

    @Override
    public void each(Consumer<ObjectNode> reader) {
        entries((index, entry) -> reader.accept(row(index, entry)));
    }

    private static ObjectNode row(long index, JsonNode entry) {
        var row = Rows.row(index, entry);
        OWN.forEach(column -> Rows.copy(row, column, entry, MEMBERS.getOrDefault(column, column)));
        return row;
    }
}
