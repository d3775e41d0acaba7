// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.router.EventId;
import io.domicile.router.Fault;
import io.domicile.router.Parameters;
import io.domicile.router.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What somebody wants exported, as the parameters of the call say it.
///
/// @param from since when
/// @param to until when, not included
/// @param shard name of the log, for instance `2026`; the open one, or that of the time, without
/// @param entries ids of entries that are to get a proof
/// @param ocsf the version of OCSF
/// @param export an export that was begun before, instead of all else
record Wish(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> shard,
        List<UUID> entries,
        String ocsf,
        Optional<UUID> export) {

    /// How many entries get a proof on request.
    static final int MOST = 100;

    private static final List<String> NAMES =
            List.of("from", "to", "shard", "entry", "ocsf", "export");

    Wish {
        entries = List.copyOf(entries);
    }

    /// @throws ProblemException with status 422, naming the parameter
    static Wish of(MultivaluedMap<String, String> parameters) {
        var given = new Parameters(parameters, NAMES);
        var from = given.time("from");
        var to = given.time("to");
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new ProblemException(Fault.OUT_OF_RANGE, "The parameter from is not before to.");
        }
        var ocsf = given.value("ocsf").orElse(Ocsf.USUAL);
        if (!Ocsf.VERSIONS.contains(ocsf)) {
            throw new ProblemException(
                    Fault.UNKNOWN_VALUE,
                    "The parameter ocsf is " + String.join(" or ", Ocsf.VERSIONS) + ".");
        }
        return new Wish(
                from,
                to,
                given.value("shard"),
                ids(parameters.getOrDefault("entry", List.of())),
                ocsf,
                given.value("export").map(Wish::id));
    }

    private static List<UUID> ids(List<String> texts) {
        if (texts.size() > MOST) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "At most %d entries get a proof.".formatted(MOST));
        }
        return texts.stream().map(Wish::id).toList();
    }

    /// The id that a text is.
    static UUID id(String text) {
        return EventId.parse(text)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.UNKNOWN_VALUE,
                                "The id of an entry is a UUID in lower case."));
    }
}
