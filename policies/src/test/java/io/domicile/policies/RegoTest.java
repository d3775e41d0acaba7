// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The policies' own checks, run by the `opa` program.
final class RegoTest {

    private static final Path POLICIES = Path.of("").toAbsolutePath();

    @Test
    void the_policies_are_formatted() throws Exception {
        opa("opa fmt", "fmt", "--diff", "--fail", "rego", "checks");
    }

    @Test
    void the_policies_fit_the_schema_of_the_facts_and_use_pure_functions_only() throws Exception {
        opa(
                "opa check",
                "check",
                "--strict",
                "--schema=schemas",
                "--capabilities=capabilities.json",
                "--ignore=*_test.rego",
                "rego",
                "data");
    }

    @Test
    void every_line_of_the_policies_is_tested_and_every_test_passes() throws Exception {
        opa(
                "opa test --coverage",
                "test",
                "--timeout=10m",
                "--coverage",
                "--threshold=100",
                "rego",
                "data",
                "cases");
        opa("opa test of the checks", "test", "checks");
    }

    @Test
    void every_rule_names_its_articles_in_three_languages_and_asks_for_absence_safely(
            @TempDir Path folder) throws Exception {
        // given
        String suite = "the checks on the policies";
        Path opa = Opa.required(suite);
        ObjectNode input = Json.MAPPER.createObjectNode();
        input.set("inspect", json(opa, "inspect", "--annotations", "--format=json", "rego"));
        var modules = input.putArray("modules");
        for (String file : rules()) {
            modules.add(
                    json(
                            opa,
                            "parse",
                            "--format=json",
                            "--json-include=locations,-comments",
                            file));
        }
        Path written = Files.writeString(folder.resolve("input.json"), Json.canonical(input));

        // when
        JsonNode complaints =
                json(
                        opa,
                        "eval",
                        "--data=checks/annotations.rego",
                        "--data=checks/negation.rego",
                        "--input=" + written,
                        "--format=values",
                        "data.checks.complaints | data.checks.negation.complaints");

        // then
        assertEquals("[[]]", complaints.toString());
    }

    private static List<String> rules() throws IOException {
        try (Stream<Path> files = Files.walk(POLICIES.resolve("rego"))) {
            return files.map(file -> POLICIES.relativize(file).toString())
                    .filter(name -> name.endsWith(".rego") && !name.endsWith("_test.rego"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode json(Path opa, String... arguments) throws Exception {
        Opa.Run run = Opa.run(opa, POLICIES, List.of(arguments));
        assertEquals(0, run.status(), run.output());
        return Json.MAPPER.readTree(run.output());
    }

    private static void opa(String suite, String... arguments) throws Exception {
        Opa.Run run = Opa.run(Opa.required(suite), POLICIES, List.of(arguments));
        assertEquals(0, run.status(), run.output());
    }
}
