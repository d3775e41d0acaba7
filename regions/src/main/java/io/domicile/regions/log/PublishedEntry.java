// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.domicile.audit.LogFailure;
import io.domicile.regions.LostEntry;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/// What a recovery needs of an entry of the published log; see [io.domicile.audit.Entry].
///
/// @param id the event's id
/// @param time when it happened
/// @param tenant whose event it is
/// @param act what was done
/// @param labels what the record is in law, or what belongs to the act as `name:value`
public record PublishedEntry(
        UUID id, Instant time, String tenant, String act, List<String> labels) {

    /// The acts that put a record into the store.
    private static final Set<String> STORING = Set.of("store", "quarantine", "refer");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public PublishedEntry {
        labels = List.copyOf(labels);
    }

    /// Whether it says that a record was stored.
    public boolean isOfNewRecord() {
        return STORING.contains(act);
    }

    /// What belongs to the act by a name.
    ///
    /// @param name the name and a colon
    Optional<String> label(String name) {
        return labels.stream()
                .filter(label -> label.startsWith(name))
                .map(label -> label.substring(name.length()))
                .findFirst();
    }

    LostEntry lost(long number, String log, long index) {
        return new LostEntry(number, log, index, id, time, tenant, act, isOfNewRecord());
    }

    /// @throws LogFailure.Damaged if it is not an entry that this gateway could have written
    static PublishedEntry read(byte[] entry) {
        try {
            var json = MAPPER.readTree(entry);
            return new PublishedEntry(
                    UUID.fromString(json.path("id").asText()),
                    Instant.parse(json.path("t").asText()),
                    json.path("tenant").asText(),
                    json.path("act").asText(),
                    StreamSupport.stream(json.path("class").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new LogFailure.Damaged("an entry that was published cannot be read");
        }
    }
}
