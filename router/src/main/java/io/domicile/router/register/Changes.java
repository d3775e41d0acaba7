// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What differs between two documents.
final class Changes {

    private Changes() {}

    /// JSON Pointers of the values that were added, removed or replaced, in order.
    static List<String> between(JsonNode before, JsonNode after) {
        var changes = new ArrayList<String>();
        compare(before, after, "", changes);
        return changes;
    }

    private static void compare(
            JsonNode before, JsonNode after, String pointer, List<String> changes) {
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    compare(before.path(name), after.path(name), pointer + "/" + name, changes));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(at(before, i), at(after, i), pointer + "/" + i, changes);
            }
        } else if (!before.equals(after)) {
            changes.add(pointer);
        }
    }

    private static JsonNode at(JsonNode array, int i) {
        return i < array.size() ? array.get(i) : MissingNode.getInstance();
    }
}
