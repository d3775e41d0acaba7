// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.regions.Admission;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.Tenants;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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

    /// The answer; a failed stage when no engine gives one.
    CompletionStage<ObjectNode> ask(Caller caller, Question question) {
        return policies.decide(question)
                .thenCompose(decision ->
                        write(notes(caller, question).decision(decision))
                                .thenApply(_ -> Answers.of(decision, decision.policy())));
    }

    private static Notes notes(Caller caller, Question question) {
        return Notes.of("decision", caller, "ask", "ok")
                .purpose(question.facts().path("purpose").textValue())
                .question(question);
    }

    private CompletionStage<Admission> write(Notes notes) {
        return residences
                .at(tenants.ingressRegion())
                .note(notes.build(), Optional.empty(), Optional.empty());
    }
}
