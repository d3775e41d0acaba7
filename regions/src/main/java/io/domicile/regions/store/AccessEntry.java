// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What of an entry of the log says who reached what.
///
/// @param index its place in the log
/// @param credential pseudonym of the caller's credential
/// @param kek id of the KEK that wraps the subject's key
/// @param pseudonym the subject's in this entry alone
record AccessEntry(
        long index,
        UUID id,
        Instant time,
        String tenant,
        @Nullable String credential,
        @Nullable String kek,
        @Nullable String pseudonym,
        AccessKind kind) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// What stands among the labels as `name:value` belongs to one event.
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_.]*");

    /// A stretch of a log, without its end.
    static List<AccessEntry> read(Connection connection, String log, long first, long end)
            throws SQLException {
        return LogPages.entries(connection, log, first, end - 1).entrySet().stream()
                .map(entry -> parse(entry.getKey(), entry.getValue().toArray()))
                .toList();
    }

    private static AccessEntry parse(long index, byte[] bytes) {
        try {
            var json = MAPPER.readTree(bytes);
            return new AccessEntry(
                    index,
                    UUID.fromString(json.path("id").asText()),
                    Instant.parse(json.path("t").asText()),
                    json.path("tenant").asText(),
                    json.path("cred").textValue(),
                    json.path("key").textValue(),
                    json.path("sp").textValue(),
                    new AccessKind(
                            json.path("type").asText(),
                            json.path("act").asText(),
                            StreamSupport.stream(json.path("class").spliterator(), false)
                                    .map(JsonNode::asText)
                                    .filter(label -> LABEL.matcher(label).matches())
                                    .sorted()
                                    .distinct()
                                    .collect(Collectors.joining(" "))));
        } catch (IOException e) {
            throw new IllegalStateException("entry " + index + " of the log is not ours", e);
        }
    }
}
