// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reduces the facts `now` and `mech[].valid_to` to days before, on and after one fixed day.
///
/// Order and equality with `now` stay as they were, by day and by letter. Where anything but a date
/// or an instant in UTC stands, nothing is reduced.
final class Expiry {

    private static final String NOW = "now";
    private static final String MECHANISMS = "mech";
    private static final String VALID_TO = "valid_to";
    private static final int DATE = 10;
    private static final Pattern TIME =
            Pattern.compile("[12]\\d{3}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z)?");
    private static final String BEFORE = "2000-01-01";
    private static final String TODAY = "2000-01-02";
    private static final String AFTER = "2000-01-03";

    private Expiry() {}

    static JsonNode reduce(JsonNode facts) {
        String now = time(facts.path(NOW));
        if (now == null || !(facts instanceof ObjectNode object) || hasOtherEnds(facts)) {
            return facts;
        }
        boolean endsToday =
                facts.path(MECHANISMS)
                        .valueStream()
                        .anyMatch(mechanism -> isSameDay(mechanism.path(VALID_TO), now));
        ObjectNode reduced = object.objectNode().setAll(object);
        reduced.put(NOW, endsToday ? TODAY + now.substring(DATE) : TODAY);
        if (object.get(MECHANISMS) instanceof ArrayNode mechanisms) {
            reduced.set(MECHANISMS, Intervals.elements(mechanisms, each -> mechanism(each, now)));
        }
        return reduced;
    }

    private static boolean hasOtherEnds(JsonNode facts) {
        return facts.path(MECHANISMS)
                .valueStream()
                .map(mechanism -> mechanism.path(VALID_TO))
                .anyMatch(end -> end.isTextual() && time(end) == null);
    }

    private static JsonNode mechanism(JsonNode mechanism, String now) {
        String end = time(mechanism.path(VALID_TO));
        return end != null && mechanism instanceof ObjectNode object
                ? object.objectNode()
                        .<ObjectNode>setAll(object)
                        .set(VALID_TO, TextNode.valueOf(end(end, now)))
                : mechanism;
    }

    private static String end(String end, String now) {
        int order = end.substring(0, DATE).compareTo(now.substring(0, DATE));
        if (order == 0) {
            return TODAY + end.substring(DATE);
        }
        return order < 0 ? BEFORE : AFTER;
    }

    private static boolean isSameDay(JsonNode end, String now) {
        String text = time(end);
        return text != null && text.startsWith(now.substring(0, DATE));
    }

    private static @Nullable String time(JsonNode node) {
        String text = node.textValue();
        if (text == null || !TIME.matcher(text).matches()) {
            return null;
        }
        try {
            LocalDate.parse(text.substring(0, DATE));
            return text;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
