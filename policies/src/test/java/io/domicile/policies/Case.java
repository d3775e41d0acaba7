// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One named case of the tables in `policies/cases`.
///
/// @param expect fields of the answer, and the lists `must mustnot labels nolabels rules absent`
record Case(String name, Question question, JsonNode expect) {

    private static final Set<String> LISTS =
            Set.of("must", "mustnot", "labels", "nolabels", "rules", "absent");

    static List<Case> all() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("cases"))) {
            for (Path file : files.sorted().toList()) {
                cases.addAll(read(Json.MAPPER.readTree(file.toFile()).path("cases")));
            }
        }
        return cases;
    }

    /// Cases in the form `{id, query, title, input, expect}`.
    static List<Case> published(JsonNode list) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : list) {
            cases.add(
                    new Case(
                            node.path("id").textValue() + ": " + node.path("title").textValue(),
                            new Question(node.path("query").textValue(), node.path("input")),
                            node.path("expect")));
        }
        return cases;
    }

    /// What of the answer is not as expected.
    List<String> complaints(Decision decision) {
        List<String> complaints = new ArrayList<>();
        expect.properties().stream()
                .filter(field -> !LISTS.contains(field.getKey()))
                .filter(field -> !field.getValue().equals(decision.json().path(field.getKey())))
                .forEach(field ->
                        complaints.add(field + " but was " + decision.json().path(field.getKey())));
        list("must")
                .filter(duty -> !decision.obligations().contains(duty))
                .forEach(complaints::add);
        list("absent").filter(decision.json()::has).forEach(complaints::add);
        list("mustnot").filter(decision.obligations()::contains).forEach(complaints::add);
        list("labels").filter(label -> !decision.labels().contains(label)).forEach(complaints::add);
        list("nolabels").filter(decision.labels()::contains).forEach(complaints::add);
        list("rules").filter(rule -> !decision.rules().contains(rule)).forEach(complaints::add);
        return complaints;
    }

    private Stream<String> list(String field) {
        return expect.path(field).valueStream().map(JsonNode::textValue);
    }

    private static List<Case> read(JsonNode tables) {
        List<Case> cases = new ArrayList<>();
        tables.properties()
                .forEach(table ->
                        table.getValue()
                                .forEach(node ->
                                        cases.add(
                                                new Case(
                                                        table.getKey()
                                                                + ": "
                                                                + node.path("name").textValue(),
                                                        new Question(
                                                                table.getKey(), node.path("facts")),
                                                        node.path("expect")))));
        return cases;
    }
}
