// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One line of the policies made wrong.
///
/// @param file the changed file, relative to the folder `policies`
/// @param line which line, from 1
/// @param nth which of the file's lines that read the same, from 1
/// @param before the line as it should be
/// @param after what stands there instead
record Mutant(String file, int line, int nth, String before, String after) {

    private static final Map<String, String> COMPARISONS =
            Map.of(
                    " < ", " <= ", " <= ", " < ", " > ", " >= ", " >= ", " > ", " == ", " != ",
                    " != ", " == ");
    private static final Map<String, String> EFFECTS =
            Map.of(
                    "\"ALLOW\"", "\"DENY\"",
                    "\"DENY\"", "\"ALLOW\"",
                    "\"QUARANTINE\"", "\"DENY\"",
                    "\"REFER\"", "\"DENY\"");
    private static final Pattern NOT = Pattern.compile("(?<=\\t|\\bif )not ");
    private static final Pattern CONDITION =
            Pattern.compile("\\t+(?!some |every |[}\\])\"])(?!.*:=).*[^{\\[(,]");
    // Outside of strings: what follows holds whole strings alone.
    private static final Pattern INTEGER =
            Pattern.compile("(?<![\\w.\"-])\\d+(?![\\w.\"])(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)");

    /// Every mutant of the Rego sources and of the numbers in the data.
    static List<Mutant> all(Path policies) throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        try (Stream<Path> files = Files.walk(policies)) {
            for (Path file : files.sorted().toList()) {
                String name = policies.relativize(file).toString();
                boolean rego = name.startsWith("rego/") && name.endsWith(".rego");
                boolean data = name.startsWith("data/") && name.endsWith(".json");
                if (!data && (!rego || name.endsWith("_test.rego"))) {
                    continue;
                }
                List<String> lines = Files.readAllLines(file);
                Map<String, Integer> seen = new HashMap<>();
                for (int i = 0; i < lines.size(); i++) {
                    String line = lines.get(i);
                    int nth = seen.merge(line.strip(), 1, Integer::sum);
                    for (String wrong : data ? neighbours(line) : wrongs(line)) {
                        mutants.add(new Mutant(name, i + 1, nth, line, wrong));
                    }
                }
            }
        }
        return mutants;
    }

    /// The text of the file with the wrong line in it.
    String applied(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.set(line - 1, after);
        return String.join("\n", lines) + "\n";
    }

    /// How `equivalent-mutants.txt` names it; stays the same when lines move.
    @Override
    public String toString() {
        return file
                + ": "
                + before.strip()
                + " -> "
                + (after.isBlank() ? "(nothing)" : after.strip())
                + (nth == 1 ? "" : " (no. " + nth + ")");
    }

    private static List<String> wrongs(String line) {
        List<String> wrongs = new ArrayList<>();
        if (line.startsWith("#") || line.startsWith("package ") || line.startsWith("import ")) {
            return wrongs;
        }
        COMPARISONS.forEach((from, to) -> replaceEach(wrongs, line, Pattern.compile(from), to));
        EFFECTS.forEach((from, to) -> replaceEach(wrongs, line, Pattern.compile(from), to));
        replaceEach(wrongs, line, NOT, "");
        if (CONDITION.matcher(line).matches()) {
            wrongs.add("");
        }
        return wrongs;
    }

    private static List<String> neighbours(String line) {
        List<String> wrongs = new ArrayList<>();
        for (int step : new int[] {-1, 1}) {
            for (Matcher number = INTEGER.matcher(line); number.find(); ) {
                long value = Long.parseLong(number.group()) + step;
                wrongs.add(
                        line.substring(0, number.start()) + value + line.substring(number.end()));
            }
        }
        return wrongs;
    }

    private static void replaceEach(
            List<String> wrongs, String line, Pattern part, String instead) {
        for (Matcher match = part.matcher(line); match.find(); ) {
            wrongs.add(line.substring(0, match.start()) + instead + line.substring(match.end()));
        }
    }
}
