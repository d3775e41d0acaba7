// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.Problems;
import io.domicile.router.archive.Zip;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// Makes exports of a person's data: one part per region, each made in its region and signed by its
/// log. Blocks.
///
/// Each region has the audit row of the export before its first byte goes out, and each record has
/// its own before the record does. A region that cannot be used is named.
@Singleton
final class SubjectExports {

    private static final String FORMAT = "domicile/subject-export/v1";

    private final ExportParts parts;
    private final Clock clock;

    SubjectExports(ExportParts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /// An export whose audit rows are durable.
    ///
    /// @param after only records behind this one
    record Begun(
            Caller caller,
            String subject,
            Grounds grounds,
            List<Begun.Region> regions,
            Optional<RecordId> after,
            Instant at) {

        /// A region that was asked.
        ///
        /// @param fault why it has no part
        record Region(Residence residence, Optional<Fault> fault) {}

        @Override
        public String toString() {
            return "Begun";
        }
    }

    /// Writes the audit rows.
    ///
    /// @throws ProblemException with status 403 if nobody knows where the caller is
    /// @throws ResidenceUnavailable if no region can be used
    Begun begin(
            Caller caller,
            String subject,
            Grounds grounds,
            List<Residence> asked,
            Optional<RecordId> after) {
        if (caller.country().isEmpty()) {
            throw new ProblemException(
                    Fault.FORBIDDEN, "The token's claim country says where it is read from.");
        }
        var regions = new ArrayList<Begun.Region>();
        var ordered = new ArrayList<>(asked);
        ordered.sort(Comparator.comparing(residence -> residence.region().code()));
        for (var residence : ordered) {
            var reading = new Reading(caller, grounds, residence);
            regions.add(new Begun.Region(residence, fault(() -> parts.begin(reading, subject))));
        }
        if (regions.stream().allMatch(region -> region.fault().isPresent())) {
            throw new CompletionException(new ResidenceUnavailable("no region can be asked"));
        }
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Begun(caller, subject, grounds, List.copyOf(regions), after, at);
    }

    /// Writes the zip.
    void write(Begun begun, OutputStream out) throws IOException {
        var buffered = new BufferedOutputStream(out);
        var zip = new Zip(buffered, begun.at());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("export", FORMAT);
        json.put("made_at", begun.at().toString());
        var states = json.putArray("parts");
        for (var region : begun.regions()) {
            var state = states.addObject().put("region", region.residence().region().code());
            if (region.fault().isPresent()) {
                state.put("state", "missing").put("reason", region.fault().get().code());
            } else {
                var reading = new Reading(begun.caller(), begun.grounds(), region.residence());
                parts.write(zip, reading, begun, state);
            }
        }
        zip.add("parts.json", json.toPrettyString());
        zip.finish();
        buffered.flush();
    }

    /// Does something in a region.
    ///
    /// @return why it could not be done
    static Optional<Fault> fault(Runnable act) {
        try {
            act.run();
            return Optional.empty();
        } catch (ResidenceUnavailable | PolicyUnavailable e) {
            return Optional.of(Problems.of(e).fault());
        } catch (CompletionException e) {
            var cause = e.getCause();
            if (cause instanceof ResidenceUnavailable || cause instanceof PolicyUnavailable) {
                return Optional.of(Problems.of(cause).fault());
            }
            throw e;
        }
    }
}
