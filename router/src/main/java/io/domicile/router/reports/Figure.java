// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A number with the entries that it was counted from. Made for one run and one thread.
final class Figure {

    private final Counting counting;
    private final Optional<String> key;
    private long value;
    private long first = -1;
    private long last = -1;
    private long count;

    Figure(Counting counting, Optional<String> key) {
        this.counting = counting;
        this.key = key;
    }

    private void add(long index, JsonNode entry) {
        value += counting.sum().map(label -> labelled(entry, label + ":")).orElse(1L);
        first = first < 0 ? index : first;
        last = index;
        count++;
    }

    private static long labelled(JsonNode entry, String prefix) {
        for (var label : entry.path("class")) {
            var text = label.asText();
            if (text.startsWith(prefix) && text.matches("[a-z_]+:[0-9]{1,15}")) {
                return Long.parseLong(text.substring(prefix.length()));
            }
        }
        return 0;
    }

    String name() {
        return counting.name();
    }

    /// The value of the member that it counts, where values are counted apart.
    Optional<String> key() {
        return key;
    }

    long value() {
        return value;
    }

    /// How many entries it was counted from.
    long count() {
        return count;
    }

    /// The entries that count.
    Where where() {
        return key.map(text -> counting.where().and(counting.by().orElseThrow(), text))
                .orElse(counting.where());
    }

    /// The figure without words: its value, and how to count it again.
    ///
    /// @param log origin of the log
    ObjectNode json(String log) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name());
        key.ifPresent(text -> json.put("key", text));
        json.put("value", value);
        json.set("where", where().json());
        counting.sum().ifPresent(label -> json.put("sum", label));
        var counted = json.putObject("counted").put("log", log).put("entries", count);
        if (count > 0) {
            counted.put("first", first).put("last", last);
        }
        return json;
    }

    /// Counts several figures in one go through a log.
    static final class Board {

        /// So many values of one member are counted apart at most.
        private static final int VALUES = 5_000;

        private final Map<Counting, Map<String, Figure>> figures = new LinkedHashMap<>();

        Board(List<Counting> countings) {
            countings.forEach(counting -> figures.put(counting, new TreeMap<>()));
        }

        /// @throws ProblemException with status 422 if too much would have to be counted apart
        void add(long index, JsonNode entry) {
            figures.forEach((counting, found) -> {
                if (counting.where().fits(entry)) {
                    keys(counting, entry)
                            .forEach(key -> of(counting, found, key).add(index, entry));
                }
            });
        }

        private static Figure of(Counting counting, Map<String, Figure> found, String key) {
            if (found.size() == VALUES && !found.containsKey(key)) {
                throw new ProblemException(
                        Fault.OUT_OF_RANGE, "That is too much for one report: take less time.");
            }
            return found.computeIfAbsent(
                    key, text -> new Figure(counting, counting.by().map(_ -> text)));
        }

        private static List<String> keys(Counting counting, JsonNode entry) {
            if (counting.by().isEmpty()) {
                return List.of("");
            }
            var member = entry.path(counting.by().get());
            if (!member.isArray()) {
                return member.isMissingNode() ? List.of() : List.of(member.asText());
            }
            var codes = new ArrayList<String>();
            member.forEach(element -> codes.add(element.asText()));
            return codes.stream().filter(code -> code.indexOf(':') < 0).distinct().toList();
        }

        /// The figures; those that count nothing apart are there with 0.
        List<Figure> figures() {
            var all = new ArrayList<Figure>();
            figures.forEach((counting, found) -> {
                if (counting.by().isEmpty() && found.isEmpty()) {
                    all.add(new Figure(counting, Optional.empty()));
                }
                all.addAll(found.values());
            });
            return all;
        }
    }
}
