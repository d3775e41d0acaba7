// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Parameters;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Roles;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads a [Scope] out of the parameters of a request.
final class ScopeReader {

    /// The most that `last` takes.
    static final int MOST = 100_000;

    private static final List<String> NAMES = List.of("from", "to", "last", "region");

    private final Residences residences;
    private final Clock clock;

    ScopeReader(Residences residences, Clock clock) {
        this.residences = residences;
        this.clock = clock;
    }

    /// Reads `from` and `to`, or `last`, and `region`. Whoever is no operator sees what is of the
    /// own tenant.
    ///
    /// @throws ProblemException with status 422, naming the parameter
    Scope read(Caller caller, MultivaluedMap<String, String> parameters) {
        var given = new Parameters(parameters, NAMES);
        var now = clock.instant();
        var last = given.value("last");
        var from = given.time("from");
        var to = given.time("to");
        if (last.isPresent() && (from.isPresent() || to.isPresent())) {
            throw new ProblemException(Fault.CONFLICT, "Give last, or from and to.");
        }
        if (!from.orElse(Instant.EPOCH).isBefore(to.orElse(now))) {
            throw new ProblemException(Fault.OUT_OF_RANGE, "The parameter from is not before to.");
        }
        return new Scope(
                caller.role().equals(Roles.OPERATOR)
                        ? Optional.empty()
                        : Optional.of(caller.tenant()),
                RegionParameter.of(residences, given.value("region").orElse(null)),
                from.orElse(Instant.EPOCH),
                to.orElse(now),
                last.map(ScopeReader::number).map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }

    private static int number(String text) {
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > MOST) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "The parameter last is 1 to %d.".formatted(MOST));
        }
        return Integer.parseInt(text);
    }
}
