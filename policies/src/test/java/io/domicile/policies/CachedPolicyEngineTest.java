// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class CachedPolicyEngineTest {

    private static final PolicyBundle FIRST = PolicyBundle.bundled();
    private static final PolicyBundle SECOND = PolicyBundle.of(Bundles.longer("next"));

    private final ScriptedEngine scripted = new ScriptedEngine();
    private final CachedPolicyEngine cached = new CachedPolicyEngine(scripted, FIRST, 1_000_000);

    @Test
    void equal_facts_in_another_order_are_asked_once() throws Exception {
        // given
        Question first =
                new Question(
                        "store", Json.MAPPER.readTree("{\"collect\":\"DE\",\"via\":\"phone\"}"));
        Question second =
                new Question(
                        "store", Json.MAPPER.readTree("{\"via\":\"phone\",\"collect\":\"DE\"}"));

        // when
        ask(first);
        ask(second);

        // then
        assertEquals(1, scripted.asked.size());
    }

    @Test
    void another_query_or_another_fact_is_asked_anew() throws Exception {
        // given
        JsonNode facts = Json.MAPPER.readTree("{\"collect\":\"DE\"}");

        // when
        ask(new Question("store", facts));
        ask(new Question("read", facts));
        ask(new Question("store", Json.MAPPER.readTree("{\"collect\":\"FR\"}")));

        // then
        assertEquals(3, scripted.asked.size());
    }

    @Test
    void another_bundle_is_asked_anew() throws Exception {
        // given
        Question question = new Question("store", Json.MAPPER.readTree("{}"));
        ask(question);

        // when
        cached.prepare(SECOND).run();
        Decision second = ask(question);
        cached.prepare(FIRST).run();
        Decision third = ask(question);

        // then
        assertEquals(SECOND.revision(), second.policy());
        assertEquals(FIRST.revision(), third.policy());
        assertEquals(2, scripted.asked.size());
    }

    @Test
    void a_counter_asks_anew_only_at_its_limits() throws Exception {
        // given
        String facts =
                "{\"volume\":{\"pi_ytd\":%d},\"now\":\"%s\",\"mech\":[{\"valid_to\":\"2030-01-01\"}]}";

        // when
        for (int i = 99_990; i <= 100_010; i++) {
            String now = "2026-11-" + (i - 99_980);
            ask(new Question("transfer", Json.MAPPER.readTree(facts.formatted(i, now))));
        }

        // then
        assertEquals(3, scripted.asked.size());
    }

    @Test
    void an_engine_that_decided_with_another_bundle_is_asked_the_question_itself()
            throws Exception {
        // given
        Question question =
                new Question("store", Json.MAPPER.readTree("{\"volume\":{\"pi_ytd\":77777}}"));
        scripted.revision = SECOND.revision();

        // when
        Decision decision = ask(question);
        ask(question);

        // then
        assertEquals(SECOND.revision(), decision.policy());
        assertEquals(4, scripted.asked.size());
        assertEquals(question, scripted.asked.get(1));
    }

    @Test
    void the_memory_of_remembered_decisions_is_bounded() {
        // given
        String large = "x".repeat(20_000);

        // when
        for (int i = 0; i < 500; i++) {
            var facts = Json.MAPPER.createObjectNode().put("collect", large + i);
            ask(new Question("store", facts));
        }

        // then, once what is too much is given up, which happens in the background
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    while (cached.weight() > 1_000_000) {
                        Thread.sleep(1);
                    }
                });
        assertTrue(cached.weight() > 500_000, () -> "weight " + cached.weight());
        assertEquals(500, cached.stats().missCount());
    }

    @Test
    void a_failure_is_not_remembered() throws Exception {
        // given
        Question question = new Question("store", Json.MAPPER.readTree("{}"));
        scripted.down = true;
        assertThrows(CompletionException.class, () -> ask(question));

        // when
        scripted.down = false;
        Decision decision = ask(question);

        // then
        assertEquals(Effect.DENY, decision.effect());
        assertEquals(2, scripted.asked.size());
    }

    @Test
    void the_caller_never_waits_for_the_engine() throws Exception {
        // given
        Question question = new Question("store", Json.MAPPER.readTree("{}"));

        // when
        ask(question);

        // then
        assertTrue(scripted.thread.isVirtual());
        assertTrue(cached.decide(question).toCompletableFuture().isDone());
    }

    private Decision ask(Question question) {
        return cached.decide(question).toCompletableFuture().join();
    }

    private static final class ScriptedEngine implements PolicyEngine {

        final List<Question> asked = new ArrayList<>();
        PolicyRevision revision = FIRST.revision();
        boolean down;
        volatile Thread thread = Thread.currentThread();

        @Override
        public CompletionStage<Decision> decide(Question question) {
            thread = Thread.currentThread();
            asked.add(question);
            return down
                    ? CompletableFuture.failedStage(new PolicyUnavailable("down"))
                    : CompletableFuture.completedStage(denied());
        }

        @Override
        public PolicyRevision revision() {
            return revision;
        }

        @Override
        public Runnable prepare(PolicyBundle bundle) {
            return () -> revision = bundle.revision();
        }

        @Override
        public void close() {
            asked.clear();
        }

        private Decision denied() {
            return new Decision(
                    Effect.DENY,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    List.of(),
                    revision,
                    Json.MAPPER.createObjectNode());
        }
    }
}
