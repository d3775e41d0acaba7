// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Roles;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Asks the law whether a region's log may go to whoever asks for it (LAW 2.8, H12). Blocks.
@Singleton
final class ExportLaw {

    private static final String HERE = "in-region";

    private final PolicyEngine policies;
    private final Duties duties;

    ExportLaw(PolicyEngine policies, Duties duties) {
        this.policies = policies;
        this.duties = duties;
    }

    /// What the law answered.
    ///
    /// @param country where the log would go
    record Ruling(Question question, Decision decision, boolean allowed, String country) {

        /// An audit row of the export.
        Notes notes(Caller caller, Residence residence, String act, String result) {
            var region = residence.region().law();
            var notes =
                    Notes.of("export", caller, act, result)
                            .from(Optional.of(region))
                            .decision(decision)
                            .question(question);
            return country.equals(region) ? notes : notes.abroad(country);
        }
    }

    /// @throws ProblemException with status 403 if nobody knows where the caller is
    /// @throws PolicyUnavailable if there is no answer
    Ruling of(Caller caller, Residence residence) {
        var country =
                caller.country()
                        .map(code -> code.equals(HERE) ? residence.region().law() : code)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.FORBIDDEN,
                                        "The token's claim country says where the log would go."));
        var facts = JsonNodeFactory.instance.objectNode().put("region", residence.region().law());
        facts.putObject("requester")
                .put("country", country)
                .put("role", caller.role().equals(Roles.REGULATOR) ? "authority" : caller.role());
        var question = new Question("audit", facts);
        var decision = policies.decide(question).toCompletableFuture().join();
        boolean allowed =
                decision.effect() == Effect.ALLOW
                        && duties.fulfil(
                                        caller.tenant(),
                                        Act.EXPORT,
                                        decision.obligations(),
                                        Set.of(),
                                        residence.today())
                                instanceof Fulfilment.Met;
        return new Ruling(question, decision, allowed, country);
    }
}
