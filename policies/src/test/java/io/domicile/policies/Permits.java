// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of the policies that can allow something, read from their sources.
final class Permits {

    private static final Pattern SHORTHAND =
            Pattern.compile("(?m)^(\\w+)\\(meta[^)]*\\) := verdict\\.finding\\([^}]*\"ALLOW\"");
    private static final Pattern RULE =
            Pattern.compile("(?m)^#   id: (\\S+)\\n(?:#.*\\n)+((?:[^#\\n].*\\n)+)");

    private Permits() {}

    /// The ids of rules that find `ALLOW`.
    static Set<String> rules(Path rego) throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(rego)) {
            sources =
                    files.filter(file -> file.toString().endsWith(".rego"))
                            .map(Permits::text)
                            .collect(Collectors.joining("\n\n"));
        }
        String names =
                SHORTHAND
                        .matcher(sources)
                        .results()
                        .map(match -> match.group(1))
                        .distinct()
                        .collect(Collectors.joining("|"));
        Pattern allows = Pattern.compile("\"ALLOW\"|\\b(?:" + names + ")\\(rego\\.");
        Set<String> rules = new HashSet<>();
        for (Matcher rule = RULE.matcher(sources); rule.find(); ) {
            if (allows.matcher(rule.group(2)).find()) {
                rules.add(rule.group(1));
            }
        }
        return rules;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("not readable: " + file, e);
        }
    }
}
