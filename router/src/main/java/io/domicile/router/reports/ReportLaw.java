// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Asks the law whether what is counted out of a region's log may go to who asks (query `audit`).
/// Blocks.
@Singleton
final class ReportLaw {

    private static final String HERE = "in-region";

    /// That the log has an entry of it, which it has.
    private static final Set<String> CARRIED_OUT = Set.of("LOG.EXPORT");

    private final PolicyEngine policies;

    ReportLaw(PolicyEngine policies) {
        this.policies = policies;
    }

    /// What was asked and answered.
    record Ruling(Question question, Decision decision) {

        boolean allows() {
            return decision.effect() == Effect.ALLOW
                    && CARRIED_OUT.containsAll(decision.obligations());
        }

        /// The audit row.
        Notes notes(Order order, String act, String result) {
            var law = order.residence().region().law();
            var notes =
                    Notes.of("report", order.caller(), act, result)
                            .decision(decision)
                            .question(question)
                            .from(Optional.of(law))
                            .label("report:" + order.kind().code())
                            .label("since:" + order.from())
                            .label("until:" + order.to());
            var reader = country(order.caller(), law);
            return reader.equals(law) ? notes : notes.abroad(reader);
        }
    }

    /// @throws ProblemException with status 403 if it is not known where the caller is
    /// @throws io.domicile.policies.PolicyUnavailable if there is no answer
    Ruling ask(Order order) {
        var region = order.residence().region();
        var facts = JsonNodeFactory.instance.objectNode().put("region", region.law());
        facts.putObject("requester").put("country", country(order.caller(), region.law()));
        var question = new Question("audit", facts);
        return new Ruling(question, policies.decide(question).toCompletableFuture().join());
    }

    private static String country(Caller caller, String law) {
        var country =
                caller.country()
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.FORBIDDEN,
                                        "The token's claim country says where it is read from."));
        return country.equals(HERE) ? law : country;
    }
}
