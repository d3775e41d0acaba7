// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordedAnswersTest {

    /// After a wanted change of the policies `-Ddomicile.answers=record` writes the answers anew.
    @Test
    void every_case_is_answered_as_recorded() throws IOException {
        // given
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        try (var engine = new WasmPolicyEngine(PolicyBundle.bundled(), 1)) {

            // when
            for (Case named : Case.all()) {
                var decision = engine.decide(named.question()).toCompletableFuture().join();
                answers.put(named.name(), Json.sorted(decision.outcome()));
            }
        }
        if (System.getProperty("domicile.answers", "").equals("record")) {
            RecordedAnswers.write(answers);
        }

        // then
        Map<String, JsonNode> recorded = RecordedAnswers.read();
        answers.forEach((name, answer) -> assertEquals(recorded.get(name), answer, name));
        assertEquals(recorded.keySet(), answers.keySet());
    }
}
