// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Opened;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;

/// What may be told of a record to somebody who may not see it: the answer of a colleague in its
/// region to a case from elsewhere (LAW 2.8 H8).
final class SummaryView {

    private static final List<String> SHOWN = List.of("type", "via", "purpose");

    private SummaryView() {}

    /// Of the time the day; of people how many there are of each role.
    static ObjectNode of(ObjectNode record, Opened.Clear clear) {
        var summary = JsonNodeFactory.instance.objectNode();
        SHOWN.stream().filter(record::has).forEach(name -> summary.set(name, record.get(name)));
        summary.put("region", clear.id().region().code());
        summary.put("day", day(clear));
        var roles = new TreeMap<String, Integer>();
        for (var subject : record.path("subjects")) {
            roles.merge(subject.path("role").asText("subject"), 1, Integer::sum);
        }
        var people = summary.putObject("people");
        roles.forEach(people::put);
        summary.put("position", record.has("location"));
        if (record.has("message")) {
            summary.set("message", record.path("message").path("kind"));
        }
        return summary;
    }

    private static String day(Opened.Clear clear) {
        return clear.occurredAt().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
