// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.regions.Note;
import io.domicile.regions.Opened;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import io.domicile.router.intake.SealedDocument;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One reading under way.
///
/// @param caller who reads
/// @param grounds what for
/// @param residence where the record is
record Reading(Caller caller, Grounds grounds, Residence residence) {

    private static final String HERE = "in-region";

    /// A reading with the record open before it.
    record Of(Reading reading, Opened.Clear clear, SealedDocument document) {

        /// What is not met of these obligations, and of those that the record brought.
        Fulfilment fulfilled(Duties duties, Collection<String> obligations) {
            return document.bars(reading.grounds.purpose())
                    .<Fulfilment>map(bar -> new Fulfilment.Unsupported(List.of(bar)))
                    .orElseGet(() ->
                            duties.fulfil(
                                    reading.caller.tenant(),
                                    Act.READ,
                                    obligations,
                                    references(),
                                    reading.residence.today()));
        }

        /// The obligations for which a reference is there: the record's consents, and what a reason
        /// stands for.
        Set<String> references() {
            var references = new HashSet<>(ReadingFacts.consents(document, Instant.now()));
            if (reading.grounds.reason().isPresent()) {
                references.add("ACCESS.APPROVAL");
                references.add("BREAK.GLASS");
            }
            return references;
        }
    }

    Note note(String act, String result) {
        return notes(act, result).build();
    }

    Notes notes(String act, String result) {
        return notes("read", act, result);
    }

    /// @param type the kind of event
    Notes notes(String type, String act, String result) {
        var notes =
                Notes.of(type, caller, act, result)
                        .from(Optional.of(residence.region().law()))
                        .purpose(grounds.purpose())
                        .reference(grounds.reason());
        caller.country().filter(this::isAbroad).ifPresent(notes::abroad);
        return notes;
    }

    /// Whether that is outside the country of the region.
    boolean isAbroad(String country) {
        return !country.equals(HERE) && !country.equals(residence.region().law());
    }
}
