// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every case of `policies/cases` on both engines.
final class EngineParityTest {

    private static final int IN_FLIGHT = 32;

    @Test
    void both_engines_give_the_same_answer_to_every_case() throws Exception {
        // given
        List<Case> cases = Case.all();
        PolicyBundle bundle = PolicyBundle.bundled();
        try (var server = OpaServer.start(bundle);
                var rest = server.engine();
                var wasm = new WasmPolicyEngine(bundle, 1)) {
            for (Case named : cases) {
                // when
                Decision remote = decide(rest, named);
                Decision local = decide(wasm, named);

                // then
                assertEquals(remote.json().toString(), local.json().toString(), named.name());
            }
        }
    }

    @Test
    void every_case_has_the_outcome_that_the_law_gives() throws IOException {
        // given
        List<Case> cases = Case.all();
        assertFalse(cases.isEmpty());
        try (var wasm = new WasmPolicyEngine(PolicyBundle.bundled(), 1)) {
            for (Case named : cases) {
                // when
                Decision decision = decide(wasm, named);

                // then
                assertEquals(List.of(), named.complaints(decision), named.name());
                assertTrue(
                        decision.effect() != Effect.ALLOW || !decision.citations().isEmpty(),
                        named.name());
            }
        }
    }

    /// How many is set by the system property `domicile.random.facts`.
    @Test
    void both_engines_agree_on_random_facts_and_allow_nothing_without_a_rule_that_allows()
            throws Exception {
        // given
        var random = new RandomFacts(new Random(20261121));
        int count = Integer.getInteger("domicile.random.facts", 10_000);
        PolicyBundle bundle = PolicyBundle.bundled();
        Set<String> permits = Permits.rules(Path.of("rego"));
        Set<String> queries = new HashSet<>();
        try (var server = OpaServer.start(bundle);
                var rest = server.engine();
                var wasm = new WasmPolicyEngine(bundle, 1)) {
            for (int done = 0; done < count; done += IN_FLIGHT) {
                List<Question> questions =
                        Stream.generate(random::next)
                                .limit(Math.min(IN_FLIGHT, count - done))
                                .toList();

                // when
                List<CompletableFuture<Decision>> remote =
                        questions.stream()
                                .map(question -> rest.decide(question).toCompletableFuture())
                                .toList();

                // then
                for (int i = 0; i < questions.size(); i++) {
                    Question question = questions.get(i);
                    Decision local = wasm.decide(question).toCompletableFuture().join();
                    assertEquals(
                            remote.get(i).join().json().toString(),
                            local.json().toString(),
                            question::toString);
                    assertFounded(question, local, permits);
                    queries.add(question.query());
                }
            }
        }
        assertEquals(11, queries.size());
    }

    // The last resort of the policies is a refusal too, and must never stand behind a permission.
    private static void assertFounded(Question question, Decision decision, Set<String> permits) {
        assertFalse(decision.reasons().isEmpty(), question::toString);
        assertTrue(
                decision.reasons().stream().noneMatch(reason -> reason.cite().isEmpty()),
                question::toString);
        if (decision.effect() == Effect.ALLOW) {
            assertTrue(
                    decision.rules().stream().anyMatch(permits::contains),
                    () -> decision.rules() + " allow " + question);
        }
    }

    /// The cases of the project's law matrix, as they stand in its file.
    @Test
    void the_published_cases_have_their_outcome_on_both_engines() throws Exception {
        // given
        Path file = Path.of(System.getProperty("domicile.shared", "../shared"), "law_cases.json");
        assumeTrue(
                Files.exists(file), "left out: the published cases of the law (no " + file + ")");
        List<Case> cases = Case.published(Json.MAPPER.readTree(file.toFile()));
        PolicyBundle bundle = PolicyBundle.bundled();
        try (var server = OpaServer.start(bundle);
                var rest = server.engine();
                var wasm = new WasmPolicyEngine(bundle, 1)) {
            for (Case named : cases) {
                // when
                Decision remote = decide(rest, named);
                Decision local = decide(wasm, named);

                // then
                assertEquals(List.of(), named.complaints(remote), named.name());
                assertEquals(List.of(), named.complaints(local), named.name());
            }
        }
    }

    private static Decision decide(PolicyEngine engine, Case named) {
        return engine.decide(named.question()).toCompletableFuture().join();
    }
}
