// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which entries of a log are meant, by their members, so that anyone who has the entries can tell.
///
/// @param members values by member: one of them must be the member's value, or all be elements of
///   it; `*` stands for any
record Where(Map<String, List<String>> members) {

    static final String ANY = "*";

    /// @param pairs a member, a value, a member, a value …
    static Where of(String... pairs) {
        var where = new Where(Map.of());
        for (int i = 0; i < pairs.length; i += 2) {
            where = where.and(pairs[i], pairs[i + 1]);
        }
        return where;
    }

    /// The same with one more value demanded.
    Where and(String member, String value) {
        var all = new LinkedHashMap<>(members);
        var values = new ArrayList<>(all.getOrDefault(member, List.of()));
        values.remove(ANY);
        values.add(value);
        all.put(member, List.copyOf(values));
        return new Where(all);
    }

    boolean fits(JsonNode entry) {
        for (var member : members.entrySet()) {
            if (!fits(entry.path(member.getKey()), member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(JsonNode found, List<String> values) {
        if (values.contains(ANY)) {
            return !found.isMissingNode();
        }
        if (!found.isArray()) {
            return !found.isMissingNode() && values.contains(found.asText());
        }
        var elements = new HashSet<String>();
        found.forEach(element -> elements.add(element.asText()));
        return elements.containsAll(values);
    }

    /// One text, or a list of texts, by member.
    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        members.forEach((member, values) -> {
            if (values.size() == 1) {
                json.put(member, values.getFirst());
            } else {
                json.set(member, Json.array(values));
            }
        });
        return json;
    }
}
