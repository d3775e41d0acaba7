// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/// The rows of a report, one for each event. Each names its entry and the entry's place in the log.
interface Rows {

    /// What every row begins with.
    List<String> PLACE = List.of("log_index", "entry", "time");

    /// Shows all, in the order of the log. Blocks.
    ///
    /// @param reader takes each row, its values by column
    void each(Consumer<ObjectNode> reader);

    /// Of a report without rows.
    static Rows none() {
        return _ -> {};
    }

    /// A row with the place of its event.
    static ObjectNode row(long index, JsonNode entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("log_index", index)
                .put("entry", entry.path("id").asText())
                .put("time", entry.path("t").asText());
    }

    /// Copies a member of an entry; null where it has none.
    static void copy(ObjectNode row, String column, JsonNode entry, String member) {
        var value = entry.path(member);
        row.set(column, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
}
