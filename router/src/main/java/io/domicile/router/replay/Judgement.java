// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.regions.Decided;
import io.domicile.router.Json;
import java.util.concurrent.CompletionException;

/// What the candidate says of a question that was decided before.
sealed interface Judgement {

    /// The same as before.
    record Same() implements Judgement {}

    /// Something else.
    record Changed(Difference difference) implements Judgement {}

    /// Nothing.
    ///
    /// @param reason one sentence, without any fact
    record Failed(String reason) implements Judgement {}

    /// Both answers, where the candidate gives one.
    record Answers(ObjectNode before, ObjectNode after) {

        Judgement judge() {
            var difference = Difference.between(before, after);
            return difference.isNone() ? new Same() : new Changed(difference);
        }
    }

    /// Asks the candidate.
    ///
    /// @throws PolicyUnavailable if it gives no decision
    static Answers ask(PolicyEngine candidate, Decided decided) {
        try {
            var facts = Json.MAPPER.readTree(decided.facts());
            var question = new Question(decided.query(), facts);
            var after = candidate.decide(question).toCompletableFuture().join();
            return new Answers(
                    Json.MAPPER.readValue(decided.answer(), ObjectNode.class), after.outcome());
        } catch (CompletionException e) {
            if (e.getCause() instanceof PolicyUnavailable none) {
                throw none;
            }
            throw e;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision is kept that is not JSON", e);
        }
    }
}
