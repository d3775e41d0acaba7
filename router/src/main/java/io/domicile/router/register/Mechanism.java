// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

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

    public Mechanism {
        scope = List.copyOf(scope);
    }
}
