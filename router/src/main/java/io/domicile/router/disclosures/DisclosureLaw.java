// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.policies.Question;
import io.domicile.regions.Residence;
import io.domicile.router.Notes;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import jakarta.inject.Singleton;
import java.util.Set;

/// Asks the law about a demand (query `authority`, LAW 2.7). Blocks.
@Singleton
final class DisclosureLaw {

    private final PolicyEngine policies;
    private final Duties duties;

    DisclosureLaw(PolicyEngine policies, Duties duties) {
        this.policies = policies;
        this.duties = duties;
    }

    /// What was asked and answered.
    ///
    /// @param fulfilment how far its obligations are met
    record Ruling(Question question, Decision decision, Fulfilment fulfilment) {

        /// Whether the law lets officers release what is demanded.
        boolean allows() {
            return Law.isOpen(decision.effect().name());
        }

        /// Adds what was decided. Of a gagged demand the log says nothing that tells whose it is.
        Notes in(Notes notes, boolean gagged) {
            return gagged ? notes.policy(decision.policy()) : notes.decision(decision);
        }
    }

    /// Asks about a demand for the records of a region.
    ///
    /// @param tenant whose records
    /// @param confirmed the obligations that officers have confirmed
    /// @throws PolicyUnavailable if there is no answer
    Ruling ask(Residence residence, String tenant, Demand demand, Set<String> confirmed) {
        var facts = JsonNodeFactory.instance.objectNode().put("src", residence.region().law());
        var requester = facts.putObject("requester");
        requester.put("country", demand.authority().country());
        var behind = demand.authority().behind();
        if (behind != null) {
            requester.put("authority", behind);
        }
        requester.put("instrument", demand.instrument().type());
        requester.put("emergency", demand.instrument().emergency());
        var approvals = facts.putArray("approvals");
        demand.approvals().forEach(approval -> approvals.add(approval.kind()));
        var question = new Question("authority", facts);
        var decision = policies.decide(question).toCompletableFuture().join();
        var fulfilment =
                duties.fulfil(
                        tenant, Act.DISCLOSE, decision.obligations(), confirmed, residence.today());
        return new Ruling(question, decision, fulfilment);
    }
}
