// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// A named question of the policies or of the law text, with what must be answered.
///
/// @param name what is asked, in words
/// @param expect what must be answered: fields of the answer, and lists of what must or must not be
///   in it
record AskedCase(String name, Question question, JsonNode expect) {

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

    /// What must be answered and was not, in words.
    List<String> complaints(JsonNode answer) {
        return expect.properties().stream()
                .filter(wanted -> !isMet(wanted.getKey(), wanted.getValue(), answer))
                .map(wanted -> wanted + " but was " + answer)
                .toList();
    }

    private static boolean isMet(String wanted, JsonNode value, JsonNode answer) {
        return switch (wanted) {
            case "must" -> all(answer.path("obligations")).containsAll(all(value));
            case "mustnot" -> Collections.disjoint(all(answer.path("obligations")), all(value));
            case "labels" -> all(answer.path("labels")).containsAll(all(value));
            case "nolabels" -> Collections.disjoint(all(answer.path("labels")), all(value));
            case "absent" -> all(value).stream().noneMatch(name -> answer.has(name.asText()));
            case "rules" -> answer.path("reasons").findValues("rule").containsAll(all(value));
            default -> answer.path(wanted).equals(value);
        };
    }

    private static List<JsonNode> all(JsonNode list) {
        return list.valueStream().toList();
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
                node.path("expect"));
    }

    private static JsonNode json(Path file) {
        try {
            return Json.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
