// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.regions.Admission;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Tenants;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Asks the law on a caller's behalf. Nothing is stored but the audit row, which is durable in the
/// gateway's own region before the caller learns the answer.
@Singleton
final class Decisions {

    private final PolicyEngine policies;
    private final Residences residences;
    private final Tenants tenants;

    Decisions(PolicyEngine policies, Residences residences, Tenants tenants) {
        this.policies = policies;
        this.residences = residences;
        this.tenants = tenants;
    }

    /// The answer; a failed stage when no engine gives one, which then has its audit row too if
    /// that can be written.
    CompletionStage<ObjectNode> ask(Caller caller, Question question) {
        return policies.decide(question)
                .handle((decision, failure) ->
                        failure == null
                                ? answered(caller, question, decision)
                                : failed(caller, question, failure))
                .thenCompose(Function.identity());
    }

    private CompletionStage<ObjectNode> answered(
            Caller caller, Question question, Decision decision) {
        var notes = notes(caller, question, "ok").decision(decision);
        return write(notes).thenApply(_ -> Answers.of(decision, decision.policy()));
    }

    private CompletionStage<ObjectNode> failed(
            Caller caller, Question question, Throwable failure) {
        return write(notes(caller, question, Fault.POLICY_UNAVAILABLE.code()))
                .handle((_, _) -> failure)
                .thenCompose(CompletableFuture::failedFuture);
    }

    private static Notes notes(Caller caller, Question question, String result) {
        return Notes.of("decision", caller, "ask", result)
                .purpose(question.facts().path("purpose").textValue())
                .question(question);
    }

    private CompletionStage<Admission> write(Notes notes) {
        return residences
                .at(tenants.ingressRegion())
                .note(notes.build(), Optional.empty(), Optional.empty());
    }
}
