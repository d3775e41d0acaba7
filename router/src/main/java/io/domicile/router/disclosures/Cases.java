// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Roles;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds demands for those who may know of them. Blocks.
@Singleton
final class Cases {

    private static final String HERE = "in-region";

    private final Residences residences;
    private final Clock clock;

    Cases(Residences residences, Clock clock) {
        this.residences = residences;
        this.clock = clock;
    }

    /// Whose records a call is about: compliance's own tenant, or the one that an operator names.
    ///
    /// @throws ProblemException with status 422 if an operator names none, or compliance another
    static String owner(Caller caller, Optional<String> named) {
        if (caller.role().equals(Roles.OPERATOR)) {
            return named.filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"))
                    .orElseThrow(() ->
                            new ProblemException(
                                    Fault.MISSING_FIELD, "An operator names the tenant."));
        }
        if (named.filter(name -> !name.equals(caller.tenant())).isPresent()) {
            throw new ProblemException(Fault.CONFLICT, "The token is another tenant's.");
        }
        return caller.tenant();
    }

    /// A demand that the caller may know of.
    ///
    /// @param caller on behalf of whose records it is
    /// @throws ProblemException with status 404 for ids that are absent, malformed, another
    ///   tenant's or kept from the caller: all alike
    /// @throws SealBroken if it is not what was entered; the log has it then
    Case find(Caller caller, String id) {
        return RecordId.parse(id)
                .flatMap(parsed ->
                        residences.all().stream()
                                .filter(own -> own.region().equals(parsed.region()))
                                .findFirst()
                                .flatMap(own -> of(own, caller, parsed.uuid())))
                .filter(found -> found.isKnownTo(caller, clock.instant()))
                .orElseThrow(() -> new ProblemException(Fault.NOT_FOUND, "No such demand."));
    }

    private static Optional<Case> of(Residence residence, Caller caller, UUID id) {
        try {
            return residence
                    .disclosure(caller.tenant(), id)
                    .map(found -> Case.of(residence, found));
        } catch (SealBroken e) {
            Notes.of(Demands.TYPE, caller, "deny", Fault.SEAL_BROKEN.code()).write(residence);
            throw e;
        }
    }

    /// Demands that the caller may know of, the latest first.
    ///
    /// @param before only those that came before this one
    /// @param most how many at most
    List<Case> list(Caller caller, Residence residence, Optional<UUID> before, int most) {
        var known = new ArrayList<Case>();
        var below = before;
        while (known.size() < most) {
            var page = residence.disclosures(caller.tenant(), below, most);
            page.stream()
                    .map(found -> Case.of(residence, found))
                    .filter(found -> found.isKnownTo(caller, clock.instant()))
                    .limit(most - known.size())
                    .forEach(known::add);
            if (page.size() < most) {
                break;
            }
            below = Optional.of(page.getLast().id().uuid());
        }
        return known;
    }

    /// Whether a caller is where the records rest.
    static boolean isHere(Caller caller, Residence residence) {
        return caller.country()
                .filter(code -> code.equals(HERE) || code.equals(residence.region().law()))
                .isPresent();
    }
}
