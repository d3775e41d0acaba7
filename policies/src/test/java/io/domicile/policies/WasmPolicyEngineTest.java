// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class WasmPolicyEngineTest {

    private static final WasmPolicyEngine ENGINE = new WasmPolicyEngine(PolicyBundle.bundled(), 2);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void a_german_text_message_is_stored_in_the_netherlands() {
        // given
        Question question = message("DE", "DE");

        // when
        Decision decision = decide(question);

        // then
        assertEquals(Effect.ALLOW, decision.effect());
        assertEquals(Optional.of(RegionId.of("nl")), decision.region());
        assertTrue(decision.obligations().contains("ENC.AES"));
        assertTrue(decision.rules().contains("R7"));
        assertEquals(Optional.of(30), decision.retainDays());
    }

    @Test
    void more_callers_than_instances_all_get_their_own_answer() throws Exception {
        // given
        List<String> homes = List.of("DE", "SG", "FR", "HK", "NL", "US", "AT", "TW");

        // when
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Decision>> answers =
                    homes.stream()
                            .map(home -> callers.submit(() -> decide(message(home, home))))
                            .toList();

            // then
            for (int i = 0; i < homes.size(); i++) {
                String expected = i % 2 == 0 ? "nl" : "sg";
                assertEquals(RegionId.of(expected), answers.get(i).get().region().orElseThrow());
            }
        }
    }

    @Test
    void an_unknown_query_is_refused_with_a_reason() {
        // given
        var question = new Question("sell", Json.MAPPER.createObjectNode());

        // when
        Decision decision = decide(question);

        // then
        assertEquals(Effect.DENY, decision.effect());
        assertEquals(List.of("QUERY.UNSUPPORTED"), decision.rules());
    }

    static Question message(String home, String tenant) {
        var item = new Facts.Item("msg.text", null, null, null, null, null, null);
        var author = new Facts.Subject("author", home, 34, null, List.of());
        var owner = new Facts.Tenant(tenant, null, null, null, null, null, null, null, List.of());
        return new Facts.Store(
                        item, List.of(author), home, null, null, "phone", owner, null, null, null)
                .toQuestion();
    }

    private static Decision decide(Question question) {
        return ENGINE.decide(question).toCompletableFuture().join();
    }
}
