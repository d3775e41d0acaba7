// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import io.domicile.router.register.Register;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds the obligations of a decision against what the caller sent and the tenant attested.
@Singleton
public final class Duties {

    private final Register register;

    Duties(Register register) {
        this.register = register;
    }

    /// Whether the act may go on.
    ///
    /// @param tenant whose record it is
    /// @param obligations what the decision asks for
    /// @param references the kinds of the references that came with the record or the request and
    ///   are in force, for instance `CONSENT.SEP`
    /// @param today the day that it is in the record's region
    /// @return what is met and what the gateway has to carry out; the gateway's own part is still
    ///   to be done
    public Fulfilment fulfil(
            String tenant,
            Act act,
            Collection<String> obligations,
            Set<String> references,
            LocalDate today) {
        var facts = register.of(tenant);
        var duties = new ArrayList<Duty>();
        var unmet = new ArrayList<String>();
        var unsupported = new ArrayList<String>();
        for (var obligation : obligations) {
            if (Obligations.isOwedBefore(act, obligation)) {
                var obligor = Obligations.obligor(act, obligation);
                switch (obligor) {
                    case GATEWAY -> duties.add(Duty.of(obligation, obligor));
                    case CALLER -> {
                        if (references.contains(obligation)) {
                            duties.add(Duty.of(obligation, obligor));
                        } else {
                            unmet.add(obligation);
                        }
                    }
                    case TENANT ->
                            facts.flatMap(known -> known.attested(obligation, today))
                                    .map(word -> new Duty(obligation, obligor, Optional.of(word)))
                                    .ifPresentOrElse(duties::add, () -> unmet.add(obligation));
                    case NOBODY -> unsupported.add(obligation);
                }
            }
        }
        return outcome(duties, unmet, unsupported);
    }

    private static Fulfilment outcome(
            List<Duty> duties, List<String> unmet, List<String> unsupported) {
        if (!unsupported.isEmpty()) {
            return new Fulfilment.Unsupported(unsupported);
        }
        return unmet.isEmpty() ? new Fulfilment.Met(duties) : new Fulfilment.Unmet(unmet);
    }
}
