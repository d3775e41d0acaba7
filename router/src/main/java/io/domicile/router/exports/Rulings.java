// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.regions.Residence;
import io.domicile.regions.Volume;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// Asks the law about acts that may take persons' data out of a region: on the counts that they
/// would bring about. Blocks.
@Singleton
public final class Rulings {

    private final PolicyEngine policies;
    private final Exports exports;

    Rulings(PolicyEngine policies, Exports exports) {
        this.policies = policies;
        this.exports = exports;
    }

    /// Decides once. What was decided may not last until it can be written: then it is decided
    /// again.
    ///
    /// @param facts without counts
    /// @param persons the tenant's ids of all persons whose data goes out
    /// @param abroad whether it goes out of the region at all
    public Ruling decide(
            String query,
            ObjectNode facts,
            Residence residence,
            String tenant,
            Set<String> persons,
            boolean abroad) {
        var first = ask(query, facts);
        boolean counts = first.decision().obligations().contains(Exports.COUNT);
        if (!abroad || (first.allows() && !counts)) {
            return first;
        }
        var export = exports.of(residence, tenant, first.decision().labels(), persons);
        if (export.isEmpty()) {
            return first;
        }
        var volume = residence.volume(export.get());
        count(facts, volume, tenant, residence);
        var second = ask(query, facts);
        if (!second.allows() || !Exports.isCounted(second.decision())) {
            return second;
        }
        var policy = second.decision().policy();
        var tally = exports.tally(residence, export.get(), volume, policy);
        return new Ruling(second.question(), second.decision(), Optional.of(tally));
    }

    private Ruling ask(String query, ObjectNode facts) {
        var question = new Question(query, facts.deepCopy());
        var decision = policies.decide(question).toCompletableFuture().join();
        return new Ruling(question, decision, Optional.empty());
    }

    /// Adds the counts of persons, those of the act among them; of all persons of the tenant where
    /// the law asks for them.
    private static void count(ObjectNode facts, Volume volume, String tenant, Residence residence) {
        var counts = facts.putObject("volume");
        counts.put("pi_ytd", volume.pi()).put("spi_ytd", volume.spi());
        if (residence.region().law().equals("CN")) {
            counts.put("total", residence.persons(tenant));
        }
    }
}
