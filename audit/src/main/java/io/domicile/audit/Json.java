// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes canonical JSON (RFC 8785) of objects, lists, texts, truth values, null and integers.
/// Fractions are not needed here.
final class Json {
    /// Beyond this a double, and so a JSON reader, is not exact (2^53 - 1).
    private static final long MAX_INTEGER = 9_007_199_254_740_991L;

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /// @param value a map with text keys, a list, a String, Boolean, Integer, Long, or null
    /// @throws IllegalArgumentException for anything else, a broken text, or an inexact integer
    static String write(@Nullable Object value) {
        var json = new Json();
        json.value(value);
        return json.out.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth);
            case Integer number -> out.append(number);
            case Long number when number >= -MAX_INTEGER && number <= MAX_INTEGER ->
                    out.append(number);
            case String text -> text(text);
            case List<?> list -> joined('[', list, this::value, ']');
            case Map<?, ?> map -> joined('{', sorted(map).entrySet(), this::member, '}');
            default -> throw new IllegalArgumentException("not canonical JSON");
        }
    }

    private void member(Map.Entry<String, @Nullable Object> member) {
        text(member.getKey());
        out.append(':');
        value(member.getValue());
    }

    private <T extends @Nullable Object> void joined(
            char open, Iterable<T> items, Consumer<T> write, char close) {
        out.append(open);
        for (Iterator<T> i = items.iterator(); i.hasNext(); ) {
            write.accept(i.next());
            out.append(i.hasNext() ? "," : "");
        }
        out.append(close);
    }

    /// RFC 8785 sorts by UTF-16 code units, which is what String compares by.
    private static TreeMap<String, @Nullable Object> sorted(Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put((String) key, value));
        return sorted;
    }

    private void text(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var escape = "\b\t\n\f\r\"\\".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("btnfr\"\\".charAt(escape));
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
            if (Character.isSurrogate(c) && !paired(text, i)) {
                throw new IllegalArgumentException("half a surrogate pair is no text");
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
