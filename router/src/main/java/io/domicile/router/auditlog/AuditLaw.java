// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.Refused;
import io.domicile.router.auth.Roles;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.intake.Replies;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks the law whether what a region's log says may go to whoever asks for it (LAW 2.8, H12):
/// query `audit`, before anything is read. Every way out of the log goes through here. Blocks.
@Singleton
public final class AuditLaw {

    private static final String HERE = "in-region";

    private final PolicyEngine policies;
    private final Duties duties;

    AuditLaw(PolicyEngine policies, Duties duties) {
        this.policies = policies;
        this.duties = duties;
    }

    /// What the law answered.
    ///
    /// @param residence the region whose log it is about
    /// @param country where it would go
    public record Ruling(
            Caller caller,
            Residence residence,
            String country,
            Question question,
            Decision decision,
            boolean allowed) {

        /// An audit row of what is done on this ruling.
        ///
        /// @param type kind of event, for instance `export`
        public Notes notes(String type, String act, String result) {
            var region = residence.region().law();
            var notes =
                    Notes.of(type, caller, act, result)
                            .from(Optional.of(region))
                            .decision(decision)
                            .question(question);
            return country.equals(region) ? notes : notes.abroad(country);
        }

        /// The audit row that it was refused.
        ///
        /// @param labels what was asked for, in codes
        Notes denied(String type, String... labels) {
            var notes = notes(type, "deny", Fault.REFUSED.code());
            List.of(labels).forEach(notes::label);
            return notes;
        }

        /// The answer that it was refused.
        Refused refused(Receipt receipt) {
            return new Refused(Replies.refused(decision, receipt));
        }
    }

    /// The ruling on a region's log.
    ///
    /// @throws ProblemException with status 403 if nobody knows where the caller is
    /// @throws PolicyUnavailable if there is no answer
    Ruling ask(Caller caller, Residence residence) {
        var region = residence.region().law();
        var country =
                caller.country()
                        .map(code -> code.equals(HERE) ? region : code)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.FORBIDDEN,
                                        "The token's claim country says where the log would go."));
        var facts = JsonNodeFactory.instance.objectNode().put("region", region);
        facts.putObject("requester")
                .put("country", country)
                .put("role", caller.role().equals(Roles.REGULATOR) ? "authority" : caller.role());
        var question = new Question("audit", facts);
        var decision = policies.decide(question).toCompletableFuture().join();
        boolean allowed = decision.effect() == Effect.ALLOW && isMet(caller, residence, decision);
        return new Ruling(caller, residence, country, question, decision, allowed);
    }

    /// The ruling that lets something out of a region's log.
    ///
    /// @param type kind of event, of which the refusal leaves an audit row
    /// @param labels what is asked for, in codes, for that row
    /// @throws Refused with that row durable
    /// @throws ProblemException with status 403 if nobody knows where the caller is
    /// @throws PolicyUnavailable if there is no answer
    public Ruling admit(Caller caller, Residence residence, String type, String... labels) {
        var ruling = ask(caller, residence);
        if (!ruling.allowed()) {
            throw ruling.refused(ruling.denied(type, labels).write(residence));
        }
        return ruling;
    }

    /// The same for several regions: all of them, before anything is read in one.
    public List<Ruling> admit(Caller caller, Collection<Residence> residences, String type) {
        return residences.stream().map(residence -> admit(caller, residence, type)).toList();
    }

    private boolean isMet(Caller caller, Residence residence, Decision decision) {
        var fulfilment =
                duties.fulfil(
                        caller.tenant(),
                        Act.EXPORT,
                        decision.obligations(),
                        Set.of(),
                        residence.today());
        return fulfilment instanceof Fulfilment.Met;
    }
}
