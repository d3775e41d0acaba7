// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.policies.RegionId;
import io.domicile.regions.Residences;
import io.domicile.regions.proof.Findings;
import io.domicile.regions.proof.Findings.Verdict;
import io.domicile.regions.proof.Place;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.Tenants;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Writes into each region's log what a proof came to there. Blocks its callers.
@Singleton
final class ProofNotes {

    private final Residences residences;
    private final Tenants tenants;

    ProofNotes(Residences residences, Tenants tenants) {
        this.residences = residences;
        this.tenants = tenants;
    }

    /// Writes into the gateway's own region that proofs were begun or looked at, or were to be.
    void write(String act, Caller caller) {
        Notes.of("proof", caller, act, "ok").write(residences.at(tenants.ingressRegion()));
    }

    /// Durable in all regions when it returns.
    void write(UUID run, Proof proof, Caller caller) {
        var result = proof.verdict() == Verdict.RED ? "violation" : "ok";
        for (var residence : residences.all()) {
            var note =
                    Notes.of("proof", caller, "prove", result)
                            .labels(labels(run, proof, residence.region()))
                            .build();
            residence.note(note, Optional.empty(), Optional.empty()).toCompletableFuture().join();
        }
    }

    private static List<String> labels(UUID run, Proof proof, RegionId region) {
        var findings = proof.findings();
        return List.of(
                "proof:" + run,
                "verdict:" + ProofJson.word(proof.verdict()),
                "canaries:"
                        + proof.sent().stream().filter(it -> it.region().equals(region)).count(),
                "files:" + scanned(findings, region, Place.Kind.FILE),
                "tables:" + scanned(findings, region, Place.Kind.TABLE),
                "violations:"
                        + findings.violations().stream()
                                .filter(sighting -> isOf(sighting.place(), region))
                                .count(),
                "gaps:"
                        + findings.gaps().stream()
                                .filter(gap -> isOf(gap.place(), region))
                                .count());
    }

    private static long scanned(Findings findings, RegionId region, Place.Kind kind) {
        return findings.scanned().stream()
                .filter(it -> it.place().kind() == kind && isOf(it.place(), region))
                .count();
    }

    private static boolean isOf(Place place, RegionId region) {
        return place.region().equals(Optional.of(region));
    }
}
