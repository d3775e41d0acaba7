// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A named question of the policies or of the law text, with what must be answered.
///
/// @param name what is asked, in words
/// @param effect the effect that must be answered
record AskedCase(String name, Question question, String effect) {

    private static final Path LAW =
            Path.of(System.getProperty("domicile.shared"), "law_cases.json");

    /// The cases of `policies/cases`.
    static List<AskedCase> ofThePolicies() throws IOException {
        try (var files = Files.list(Path.of("../policies/cases"))) {
            return files.sorted().map(AskedCase::json).flatMap(AskedCase::tables).toList();
        }
    }

    /// The cases of the law text, where it is at hand.
    static List<AskedCase> ofTheLaw() {
        return Files.exists(LAW)
                ? json(LAW)
                        .valueStream()
                        .map(node -> read(node, node.path("query").asText(), "id", "input"))
                        .toList()
                : List.of();
    }

    /// The question as a request body.
    ObjectNode body() {
        var body = Json.MAPPER.createObjectNode().put("query", question.query());
        body.set("facts", question.facts());
        return body;
    }

    private static Stream<AskedCase> tables(JsonNode file) {
        return file.path("cases").properties().stream()
                .flatMap(table ->
                        table.getValue()
                                .valueStream()
                                .map(node -> read(node, table.getKey(), "name", "facts")));
    }

    private static AskedCase read(JsonNode node, String query, String name, String facts) {
        return new AskedCase(
                query + ": " + node.path(name).asText(),
                new Question(query, node.path(facts)),
                node.path("expect").path("effect").asText());
    }

    private static JsonNode json(Path file) {
        try {
            return Json.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
