// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The whole outcome of each named case as it was when it was last looked at.
///
/// The cases say what must be so; this file says what else was so, and by which rules. A change of
/// the policies shows in it as lines of a diff.
final class RecordedAnswers {

    private static final Path FILE = Path.of("src/test/resources/answers.json");

    private RecordedAnswers() {}

    /// Outcomes by the name of the case; see [Decision#outcome()].
    static Map<String, JsonNode> read() throws IOException {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        Json.MAPPER
                .readTree(FILE.toFile())
                .properties()
                .forEach(answer -> answers.put(answer.getKey(), answer.getValue()));
        return answers;
    }

    /// Writes them anew, a line for each case.
    static void write(Map<String, JsonNode> answers) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var answer : answers.entrySet()) {
            lines.add(
                    Json.MAPPER.writeValueAsString(answer.getKey())
                            + ": "
                            + Json.canonical(answer.getValue()));
        }
        Files.writeString(FILE, "{\n" + String.join(",\n", lines) + "\n}\n");
    }
}
