// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What the register says of one tenant.
///
/// @param version how often it was changed; 0 for what only the configuration says
/// @param establishments where it is established, the main one first; without one its records are
///   quarantined
/// @param ciio whether it operates critical information infrastructure (CSL 39)
/// @param mlps its level of the multi-level protection scheme, 1 to 5
/// @param surveyQualified whether it is, or has entrusted, a qualified surveying unit (Surveying
///   Law 27)
/// @param foreignInvested whether it is foreign-invested
/// @param stateOrgan whether it is a Chinese state organ (PIPL 36)
/// @param gba whether it is registered in the nine mainland cities of the Greater Bay Area
/// @param ftz its free trade zone, if it is in one
/// @param targets countries at which it aims its service
/// @param mechanisms the transfer mechanisms that it holds
/// @param attestations the duties of its own that it says are done
public record TenantFacts(
        long version,
        List<Establishment> establishments,
        boolean ciio,
        Optional<Integer> mlps,
        boolean surveyQualified,
        boolean foreignInvested,
        boolean stateOrgan,
        boolean gba,
        Optional<String> ftz,
        List<String> targets,
        List<Mechanism> mechanisms,
        List<Attestation> attestations) {

    public TenantFacts {
        establishments = List.copyOf(establishments);
        targets = List.copyOf(targets);
        mechanisms = List.copyOf(mechanisms);
        attestations = List.copyOf(attestations);
    }

    /// The document that is edited and stored.
    public ObjectNode json() {
        return Documents.json(this);
    }

    /// The fact `mech` for a question on this day: the mechanisms that have begun. Whether one has
    /// expired is for the policies to say.
    public List<Mechanism.Fact> mechanismsOn(LocalDate day) {
        return mechanisms.stream()
                .filter(mechanism -> mechanism.validFrom().filter(day::isBefore).isEmpty())
                .map(Mechanism::fact)
                .toList();
    }

    /// The attestation of an obligation that holds on this day.
    public Optional<Attestation> attested(String obligation, LocalDate day) {
        return attestations.stream()
                .filter(a -> a.kind().equals(obligation) && a.holdsOn(day))
                .findFirst();
    }

    /// The legal entity that exports what the tenant holds in a country; the main one if it has
    /// none there.
    public Optional<String> entityIn(String country) {
        return establishments.stream()
                .filter(place -> place.country().equals(country))
                .findFirst()
                .or(() -> establishments.stream().findFirst())
                .map(Establishment::entity);
    }
}
