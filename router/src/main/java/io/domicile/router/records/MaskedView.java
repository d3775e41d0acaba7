// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.duties.CoarseGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// What a reader sees of a record under the obligations of its reading.
final class MaskedView {

    /// The obligation to show no ids, positions, places and bodies.
    static final String MASK = "MASK";

    /// The obligation to show a position on the grid alone.
    static final String COARSEN = "COARSEN.3KM";

    private static final Duration LIFETIME = Duration.ofMinutes(15);

    /// What says nothing of who it was, of where, or of what was said. What is not named here, does
    /// not show.
    private static final List<String> SHOWN =
            List.of("type", "collect", "via", "purpose", "occurred_at");

    private static final List<String> SHOWN_OF_SUBJECTS = List.of("role", "home");
    private static final List<String> SHOWN_OF_MESSAGES = List.of("kind", "mime");

    private MaskedView() {}

    /// The record as it may be shown. Where it is to be masked, a coarse position does not show
    /// either: the stricter duty holds.
    static ObjectNode of(ObjectNode record, Collection<String> obligations) {
        if (obligations.contains(MASK)) {
            return masked(record);
        }
        return obligations.contains(COARSEN) ? coarse(record) : record;
    }

    /// Adds what the reader must know of the view: that it is masked, that it may not be copied,
    /// and until when it may be looked at. The gateway keeps no view; a later look is a new
    /// reading.
    static void describe(ObjectNode answer, Collection<String> obligations, Instant now) {
        var view = JsonNodeFactory.instance.objectNode();
        if (obligations.contains(MASK)) {
            view.put("masked", true);
        }
        if (obligations.contains(COARSEN)) {
            view.put("grid_m", CoarseGrid.METRES);
        }
        if (obligations.contains("NO_COPY")) {
            view.put("copy", false);
        }
        if (obligations.contains("TTL.15MIN")) {
            view.put("until", now.plus(LIFETIME).toString());
        }
        if (!view.isEmpty()) {
            answer.set("view", view);
        }
    }

    /// People are numbered in this view alone.
    private static ObjectNode masked(ObjectNode record) {
        var masked = record.deepCopy().retain(SHOWN);
        var subjects = masked.putArray("subjects");
        for (var subject : record.path("subjects")) {
            var shown = subjects.addObject().put("id", "person-" + subjects.size());
            SHOWN_OF_SUBJECTS.stream()
                    .filter(subject::has)
                    .forEach(name -> shown.set(name, subject.get(name)));
        }
        if (record.get("message") instanceof ObjectNode message) {
            masked.set("message", message.deepCopy().retain(SHOWN_OF_MESSAGES));
        }
        return masked;
    }

    private static ObjectNode coarse(ObjectNode record) {
        var coarse = record.deepCopy();
        if (coarse.get("location") instanceof ObjectNode location) {
            var cell =
                    CoarseGrid.of(
                            location.path("lat").doubleValue(), location.path("lon").doubleValue());
            location.put("lat", cell.lat());
            location.put("lon", cell.lon());
            location.put("precision_m", CoarseGrid.METRES);
            location.remove("label");
        }
        return coarse;
    }
}
