// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with names for segments: `/chats/{chat}/messages`; `**` at its end stands for any rest.
///
/// @param text as it was written
/// @param segments between the slashes
record PathTemplate(String text, List<String> segments) {

    private static final String REST = "**";
    private static final Pattern SEGMENT =
            Pattern.compile("[A-Za-z0-9._~!$&'()+,=:@%-]*|[{][a-z][a-z0-9_]{0,31}[}]");

    PathTemplate {
        segments = List.copyOf(segments);
    }

    /// Reads a template; empty if the text is none.
    static Optional<PathTemplate> parse(String text) {
        if (!text.startsWith("/")) {
            return Optional.empty();
        }
        var segments = split(text);
        var names = new HashSet<String>();
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            boolean rest = segment.equals(REST) && i == segments.size() - 1;
            if (!rest && !SEGMENT.matcher(segment).matches()) {
                return Optional.empty();
            }
            if (isName(segment) && !names.add(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(new PathTemplate(text, segments));
    }

    /// Holds a path of a request against the template.
    ///
    /// @return the values of the named segments; empty if it does not fit
    Optional<Map<String, String>> match(String path) {
        var given = split(path);
        boolean open = segments.getLast().equals(REST);
        int fixed = open ? segments.size() - 1 : segments.size();
        if (open ? given.size() <= fixed : given.size() != fixed) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < fixed; i++) {
            var segment = segments.get(i);
            if (isName(segment)) {
                if (given.get(i).isEmpty()) {
                    return Optional.empty();
                }
                // + is itself in a path
                var escaped = given.get(i).replace("+", "%2B");
                values.put(
                        segment.substring(1, segment.length() - 1),
                        URLDecoder.decode(escaped, StandardCharsets.UTF_8));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Map.copyOf(values));
    }

    /// The names of its segments.
    List<String> names() {
        return segments.stream()
                .filter(PathTemplate::isName)
                .map(segment -> segment.substring(1, segment.length() - 1))
                .toList();
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{");
    }

    private static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
