// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every case of `policies/cases` on both engines.
final class EngineParityTest {

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

    private static Decision decide(PolicyEngine engine, Case named) {
        return engine.decide(named.question()).toCompletableFuture().join();
    }
}
