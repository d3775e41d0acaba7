// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// A few examples of each kind of change, by their place in the log, and of what could not be
/// decided. No facts.
final class Samples {

    private static final int OF_A_KIND = 5;
    private static final int ALL = 100;
    private static final List<String> ALWAYS = List.of("effect", "region", "need", "rules");

    private final ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode failures = JsonNodeFactory.instance.arrayNode();
    private final Map<Kind, Integer> kinds = new HashMap<>();

    /// Changes that are alike.
    private record Kind(
            String region, String query, String from, String to, SortedSet<String> members) {}

    /// Where an entry is.
    ///
    /// @param log origin of the log
    /// @param index place in the log
    record At(String log, long index) {}

    void change(
            At at, String region, String query, Difference difference, Judgement.Answers answers) {
        var kind =
                new Kind(region, query, difference.from(), difference.to(), difference.members());
        if (changes.size() < ALL && kinds.merge(kind, 1, Integer::sum) <= OF_A_KIND) {
            var sample = place(changes.addObject(), at, query);
            sample.set("differs", Json.array(difference.members()));
            sample.set("before", part(answers.before(), difference.members()));
            sample.set("after", part(answers.after(), difference.members()));
        }
    }

    void failure(At at, String query, String reason) {
        if (failures.size() < ALL) {
            place(failures.addObject(), at, query).put("reason", reason);
        }
    }

    void writeTo(ObjectNode report) {
        report.set("samples", changes);
        report.set("failures", failures);
    }

    private static ObjectNode place(ObjectNode sample, At at, String query) {
        return sample.put("log", at.log()).put("index", at.index()).put("query", query);
    }

    private static ObjectNode part(ObjectNode answer, SortedSet<String> differing) {
        var names = new TreeSet<>(ALWAYS);
        names.addAll(differing);
        return answer.deepCopy().retain(names);
    }
}
