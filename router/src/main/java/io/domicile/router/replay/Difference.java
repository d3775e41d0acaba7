// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// How two answers to one question differ. The order of lists does not count.
///
/// @param from the effect before
/// @param to the effect after
/// @param members names of the members of the answer that differ, for instance `region`
/// @param lost the rules that no longer apply
/// @param gained the rules that now apply
record Difference(
        String from, String to, SortedSet<String> members, Set<String> lost, Set<String> gained) {

    private static final String EFFECT = "effect";
    private static final String RULES = "rules";

    /// Compares outcomes as [io.domicile.policies.Decision#outcome] writes them.
    static Difference between(ObjectNode before, ObjectNode after) {
        var members = new TreeSet<String>();
        before.fieldNames().forEachRemaining(members::add);
        after.fieldNames().forEachRemaining(members::add);
        members.removeIf(name -> isSame(before.path(name), after.path(name)));
        var old = elements(before.path(RULES));
        var now = elements(after.path(RULES));
        return new Difference(
                before.path(EFFECT).asText().intern(),
                after.path(EFFECT).asText().intern(),
                members,
                texts(without(old, now)),
                texts(without(now, old)));
    }

    boolean isNone() {
        return members.isEmpty();
    }

    private static boolean isSame(JsonNode before, JsonNode after) {
        return (before.isArray() && after.isArray())
                ? elements(before).equals(elements(after))
                : before.equals(after);
    }

    private static Set<JsonNode> elements(JsonNode array) {
        var elements = new HashSet<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }

    private static Set<JsonNode> without(Set<JsonNode> all, Set<JsonNode> others) {
        var rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static Set<String> texts(Set<JsonNode> rules) {
        var texts = new TreeSet<String>();
        rules.forEach(rule -> texts.add(rule.asText()));
        return texts;
    }
}
