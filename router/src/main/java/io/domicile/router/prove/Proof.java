// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.policies.RegionId;
import io.domicile.regions.proof.Findings;
import io.domicile.regions.proof.Findings.Verdict;
import java.time.Instant;
import java.util.List;

/// What a proof of residency came to.
///
/// @param regions all regions of the gateway
/// @param sent the canaries that were sent
/// @param findings what the search found
/// @param endedAt when it ended
record Proof(List<RegionId> regions, List<Sent> sent, Findings findings, Instant endedAt) {

    Proof {
        regions = List.copyOf(regions);
        sent = List.copyOf(sent);
    }

    /// Regions whose canaries did not come to rest there, though they should have.
    List<String> missed() {
        return sent.stream()
                .filter(canary -> !canary.there())
                .map(canary ->
                        canary.region() + " " + canary.name() + " (" + canary.outcome() + ")")
                .toList();
    }

    /// Regions that no canary is known for.
    List<RegionId> without() {
        return regions.stream()
                .filter(region -> sent.stream().noneMatch(it -> it.region().equals(region)))
                .toList();
    }

    Verdict verdict() {
        if (!missed().isEmpty()) {
            return Verdict.RED;
        }
        var found = findings.verdict();
        return found == Verdict.GREEN && !without().isEmpty() ? Verdict.AMBER : found;
    }
}
