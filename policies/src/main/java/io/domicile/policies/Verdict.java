// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

/// What is done with a record after the law was asked. Whoever matches it handles all four.
public sealed interface Verdict {

    Decision decision();

    /// The record goes home.
    record Store(RegionId region, Decision decision) implements Verdict {}

    /// The record is sealed and held at the region for 72 hours, because a fact is missing.
    record Quarantine(RegionId region, Decision decision) implements Verdict {}

    /// Nothing is kept but the refusal's audit entry.
    record Refuse(Decision decision) implements Verdict {}

    /// Counsel decides; until then the record is held at the ingress like a quarantined one.
    record Refer(Decision decision) implements Verdict {}

    /// Reads a decision about storage.
    ///
    /// @throws PolicyUnavailable if the decision allows or quarantines without naming a region
    static Verdict of(Decision decision) {
        return switch (decision.effect()) {
            case ALLOW -> new Store(region(decision), decision);
            case QUARANTINE -> new Quarantine(region(decision), decision);
            case DENY -> new Refuse(decision);
            case REFER -> new Refer(decision);
        };
    }

    private static RegionId region(Decision decision) {
        return decision.region()
                .orElseThrow(() -> new PolicyUnavailable("the decision names no region"));
    }
}
