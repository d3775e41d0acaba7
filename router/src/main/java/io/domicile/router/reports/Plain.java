// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// Values as people read them.
final class Plain {

    private Plain() {}

    /// A value in one line; empty for null.
    static String text(JsonNode value) {
        if (value.isArray()) {
            var elements = new ArrayList<String>();
            value.forEach(element -> elements.add(text(element)));
            return String.join("; ", elements);
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(member -> member.getKey() + ": " + text(member.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.isNull() ? "" : value.asText();
    }
}
