// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.sessions;

import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Closing;
import io.domicile.regions.Closure;
import io.domicile.regions.Deposit;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.erasures.ErasureLaw;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Ends sessions of tenants (LAW R22) in every region. Blocks.
@Singleton
public final class Sessions {

    private final Residences residences;
    private final ErasureLaw law;

    Sessions(Residences residences, ErasureLaw law) {
        this.residences = residences;
        this.law = law;
    }

    /// Ends a session everywhere: what is bound to it opens no more, and no region takes a record
    /// of it from then on. Idempotent; says the same of a session that never was.
    ///
    /// @throws ResidenceUnavailable if a region cannot be used; it is closed in all others then,
    ///   and the same call later finishes the rest
    List<Closure> close(Caller caller, String session) {
        return closeIn(_ -> true, caller, session);
    }

    /// Stores the record that ends its session, and ends the session everywhere: in the other
    /// regions first, and in the record's own in one transaction with it. Whatever the answer is,
    /// the session has ended everywhere by then; without an answer, the same again finishes it.
    ///
    /// @param home the region of the record
    /// @param last the record
    /// @return as of [Residence#admit]
    public Admission end(Caller caller, RegionId home, Deposit last) {
        var session = last.session().orElseThrow().id();
        var unused = closeIn(residence -> !residence.region().equals(home), caller, session);
        return residences.at(home).admitLast(last, closing(caller, home, session));
    }

    private List<Closure> closeIn(Predicate<Residence> where, Caller caller, String session) {
        var closings = new LinkedHashMap<Residence, Closing>();
        residences.all().stream()
                .filter(where)
                .forEach(one -> closings.put(one, closing(caller, one.region(), session)));
        var closures = new ArrayList<Closure>();
        @Nullable ResidenceUnavailable down = null;
        for (var closing : closings.entrySet()) {
            try {
                closures.add(closing.getKey().close(closing.getValue()));
            } catch (ResidenceUnavailable e) {
                down = e;
            }
        }
        if (down != null) {
            throw down;
        }
        return closures;
    }

    private Closing closing(Caller caller, RegionId region, String session) {
        return new Closing(
                caller.tenant(),
                session,
                law.keepLog(region),
                Notes.of("session", caller, "erase", "ok").build());
    }
}
