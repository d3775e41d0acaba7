// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A transfer mechanism or a paper that belongs to one, as the compliance role entered it.
///
/// @param id what the policies call it, for instance `SC`, `CERT`, `SA`, `EU_SCC`, `TIA_OK`
/// @param ref the tenant's own reference to the paper
/// @param validFrom the first day on which it holds; always, if empty
/// @param validTo the last day on which it holds
/// @param scope countries, purposes and record types that it is limited to; no limit in a kind of
///   which none is named
public record Mechanism(
        String id,
        Optional<String> ref,
        Optional<LocalDate> validFrom,
        LocalDate validTo,
        List<String> scope) {

    /// What the policies ask for and a tenant can hold: approvals, contracts and certificates, not
    /// what belongs to a single transfer.
    static final Set<String> IDS =
            Set.of(
                    "SA",
                    "SC",
                    "CERT",
                    "GBA_SC",
                    "SURVEY_APPROVAL",
                    "MAP_REVIEW",
                    "EU_SCC",
                    "BCR",
                    "TIA_OK",
                    "UK_IDTA",
                    "UK_ADDENDUM",
                    "CH_RIDER",
                    "DPF",
                    "LAW",
                    "CONTRACT",
                    "INSTRUMENT",
                    "CBPR",
                    "PRP");

    public Mechanism {
        scope = List.copyOf(scope);
    }

    /// As a fact for the policies: without what they need not know.
    Fact fact() {
        return new Fact(id, validTo.toString(), scope);
    }

    /// An element of the fact `mech`.
    ///
    /// @param id as above
    /// @param validTo the last day, as ISO date
    /// @param scope as above; left out if there is no limit
    public record Fact(
            String id,
            @JsonProperty("valid_to") String validTo,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> scope) {

        public Fact {
            scope = List.copyOf(scope);
        }
    }
}
