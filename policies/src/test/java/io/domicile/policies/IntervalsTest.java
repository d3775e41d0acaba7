// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntervalsTest {

    private static final PolicyBundle BUNDLE = PolicyBundle.bundled();
    private static final Intervals INTERVALS = Intervals.of(BUNDLE);
    private static final double[] LIMITS = Limits.numbers(BUNDLE);
    private static final List<Double> STEPS = List.of(-1e6, -1.0, -0.5, 0.0, 0.25, 1.0, 1e9);

    /// How many is set by the system property `domicile.random.facts`.
    private static final int COUNT = Integer.getInteger("domicile.random.facts", 1_000);

    /// Named cases and senseless facts, with every number moved to and about the limits of all
    /// rules.
    @Test
    void the_reduced_question_has_the_answer_of_the_question() throws Exception {
        // given
        var random = new Random(20_261_121);
        var senseless = new RandomFacts(random);
        List<Case> cases = Case.all();
        try (var wasm = new WasmPolicyEngine(BUNDLE, 1)) {
            for (int i = 0; i < COUNT; i++) {
                Question base =
                        i % 2 == 0
                                ? senseless.next()
                                : cases.get(random.nextInt(cases.size())).question();
                var question = new Question(base.query(), moved(base.facts(), random));

                // when
                Decision plain = decide(wasm, question);
                Decision reduced = decide(wasm, INTERVALS.reduce(question));

                // then
                assertEquals(plain.json(), reduced.json(), question::toString);
            }
        }
    }

    @Test
    void every_number_of_the_data_is_an_interval_of_its_own() {
        for (double limit : LIMITS) {
            // when
            Set<JsonNode> reduced =
                    DoubleStream.of(limit - 0.125, limit, limit + 0.125)
                            .mapToObj(value -> age(DoubleNode.valueOf(value)))
                            .collect(Collectors.toSet());

            // then
            assertEquals(3, reduced.size(), () -> "at " + limit);
        }
        assertTrue(numbers(BUNDLE.data()).count() > 50);
        assertTrue(
                numbers(BUNDLE.data())
                        .allMatch(value -> age(DoubleNode.valueOf(value)).doubleValue() == value));
    }

    @Test
    void every_numeric_fact_of_the_schema_takes_part_in_the_comparison() throws Exception {
        // given
        var random = new RandomFacts(new Random(1));
        Set<String> seen = new TreeSet<>();

        // when
        for (int i = 0; i < 200; i++) {
            paths("", random.next().facts(), seen);
        }
        Set<String> declared = new TreeSet<>();
        JsonNode schema = Json.MAPPER.readTree(Path.of("schemas/input.json").toFile());
        declared("", schema.at("/properties/facts"), declared);

        // then
        assertFalse(declared.isEmpty());
        assertEquals(declared, seen);
    }

    @Test
    void clocks_count_only_against_the_end_of_a_mechanism() throws Exception {
        assertEquals(dates("2026-11-20", "2027-01-01"), dates("2020-01-01", "2026-01-01"));
        assertEquals(dates("2026-11-20", "2026-11-19"), dates("2026-11-20", "2020-01-01"));
        assertNotEquals(dates("2026-11-20", "2026-11-19"), dates("2026-11-20", "2026-11-20"));
        assertNotEquals(dates("2026-11-20", "2026-11-20"), dates("2026-11-20", "2026-11-21"));
        assertNotEquals(
                dates("2026-11-20T08:00:00Z", "2026-11-20"), dates("2026-11-20", "2026-11-20"));
        assertNotEquals(dates("2026-02-30", "2026-11-20"), dates("2026-02-28", "2026-11-20"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-01T00:00:00+08:00",
                "2026-02-01T00:00Z",
                "2026-02-01x",
                "2026-02-30"
            })
    void an_end_that_is_written_otherwise_stays_with_its_clock(String end) throws Exception {
        // when
        var facts = dates("2026-11-20", end).facts();

        // then
        assertEquals("2026-11-20", facts.path("now").textValue());
        assertEquals(end, facts.at("/mech/1/valid_to").textValue());
    }

    @Test
    void the_question_itself_is_not_changed() {
        // given
        Question question = new RandomFacts(new Random(2)).next();
        var copy = new Question(question.query(), question.facts().deepCopy());

        // when
        Question reduced = INTERVALS.reduce(question);

        // then
        assertEquals(copy, question);
        assertNotEquals(copy, reduced);
        assertEquals(reduced, INTERVALS.reduce(reduced));
    }

    private static Question dates(String now, String end) throws Exception {
        String facts = "{\"now\":\"%s\",\"mech\":[\"SC\",{\"id\":\"SA\",\"valid_to\":\"%s\"}]}";
        return INTERVALS.reduce(
                new Question("transfer", Json.MAPPER.readTree(facts.formatted(now, end))));
    }

    private static JsonNode age(NumericNode age) {
        var facts = Json.MAPPER.createObjectNode().set("age_days", age);
        return INTERVALS.reduce(new Question("erase", facts)).facts().path("age_days");
    }

    private static DoubleStream numbers(JsonNode node) {
        return node.isNumber()
                ? DoubleStream.of(node.doubleValue())
                : node.valueStream().flatMapToDouble(IntervalsTest::numbers);
    }

    private static JsonNode moved(JsonNode node, Random random) {
        return switch (node) {
            case NumericNode _ ->
                    number(
                            LIMITS[random.nextInt(LIMITS.length)]
                                    + STEPS.get(random.nextInt(STEPS.size())));
            case ObjectNode object -> Intervals.members(object, child -> moved(child, random));
            case ArrayNode array -> Intervals.elements(array, child -> moved(child, random));
            default -> node;
        };
    }

    private static JsonNode number(double value) {
        return Json.MAPPER
                .getNodeFactory()
                .numberNode(BigDecimal.valueOf(value).stripTrailingZeros());
    }

    private static void paths(String at, JsonNode node, Set<String> found) {
        if (node.isNumber()) {
            found.add(at);
        }
        node.properties()
                .forEach(field -> paths(at + "/" + field.getKey(), field.getValue(), found));
        if (node.isArray()) {
            node.forEach(child -> paths(at, child, found));
        }
    }

    private static void declared(String at, JsonNode schema, Set<String> found) {
        if (schema.isMissingNode()) {
            return;
        }
        if (schema.path("type").asText().matches("number|integer")) {
            found.add(at);
        }
        schema.path("properties")
                .properties()
                .forEach(field -> declared(at + "/" + field.getKey(), field.getValue(), found));
        List<JsonNode> others = new ArrayList<>(List.of(schema.path("items")));
        schema.path("anyOf").forEach(others::add);
        others.forEach(other -> declared(at, other, found));
    }

    private static Decision decide(PolicyEngine engine, Question question) {
        return engine.decide(question).toCompletableFuture().join();
    }
}
