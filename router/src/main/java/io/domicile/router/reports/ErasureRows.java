// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Erasure;
import io.domicile.regions.Residence;
import io.domicile.router.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Erasures, the ends of sessions and what expired, event by event (LAW 4, erasure certificate).
///
/// @param entries those of the report's time
/// @param tenant whose alone, or all
record ErasureRows(Entries entries, Optional<String> tenant) implements Rows {

    static final List<String> COLUMNS =
            Stream.concat(
                            PLACE.stream(),
                            Stream.of(
                                    "tenant",
                                    "type",
                                    "certificate",
                                    "subject_commitment",
                                    "counts",
                                    "kinds",
                                    "keys_destroyed",
                                    "keks",
                                    "key_holder",
                                    "key_pages_cleared",
                                    "recipients",
                                    "residual_until",
                                    "rules",
                                    "law"))
                    .toList();

    private static final List<Where> WANTED =
            Stream.of("erasure", "session", "retention")
                    .map(type -> Where.of("type", type, "act", "erase", "res", "ok"))
                    .toList();

    @Override
    public void each(Consumer<ObjectNode> reader) {
        entries.each((index, entry) -> {
            if (isWanted(entry)) {
                reader.accept(row(index, entry));
            }
        });
    }

    private boolean isWanted(JsonNode entry) {
        return tenant.map(entry.path("tenant").asText()::equals).orElse(true)
                && WANTED.stream().anyMatch(where -> where.fits(entry));
    }

    private ObjectNode row(long index, JsonNode entry) {
        var row = Rows.row(index, entry);
        Rows.copy(row, "tenant", entry, "tenant");
        Rows.copy(row, "type", entry, "type");
        Rows.copy(row, "subject_commitment", entry, "commit");
        row.set("counts", counts(entry));
        Rows.copy(row, "rules", entry, "rule");
        Rows.copy(row, "law", entry, "law");
        if (entry.path("type").asText().equals("erasure")) {
            certificate(entry).ifPresent(erasure -> fill(row, erasure, entries.residence()));
        }
        return row;
    }

    private Optional<Erasure> certificate(JsonNode entry) {
        var id = UUID.fromString(entry.path("id").asText());
        return entries.residence().erasure(entry.path("tenant").asText(), id);
    }

    /// What the entry counts: `keys:2`, `records:17`. Not the marks of single keys.
    private static JsonNode counts(JsonNode entry) {
        var counts = JsonNodeFactory.instance.arrayNode();
        for (var label : entry.path("class")) {
            if (label.asText().matches("(keys|records|network_logs):[0-9]+")) {
                counts.add(label);
            }
        }
        return counts;
    }

    private static void fill(ObjectNode row, Erasure erasure, Residence residence) {
        row.put("certificate", erasure.certificate().toString());
        var kinds = row.putObject("kinds");
        erasure.kinds().forEach(kinds::put);
        row.set("keys_destroyed", Json.array(erasure.keys().stream().map(UUID::toString).toList()));
        row.set("keks", Json.array(erasure.keks()));
        row.put("key_holder", residence.keyHolder());
        erasure.vacuumed().ifPresent(time -> row.put("key_pages_cleared", time.toString()));
        row.set("recipients", Json.array(erasure.exports()));
        erasure.logUntil().ifPresent(until -> row.put("residual_until", until.toString()));
    }
}
