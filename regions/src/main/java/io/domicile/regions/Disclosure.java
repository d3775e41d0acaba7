// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An authority's demand for records that rest in a region, and what came of it. Never changed once
/// written: steps are added.
///
/// @param id its public id
/// @param tenant whose records are demanded
/// @param document what was demanded and what the law said of it, as JSON that names no subject
/// @param receivedAt when it was entered, to the microsecond
/// @param entry id of its audit entry
/// @param steps what came of it, in order
public record Disclosure(
        RecordId id,
        String tenant,
        String document,
        Instant receivedAt,
        UUID entry,
        List<Step> steps) {

    public Disclosure {
        steps = List.copyOf(steps);
    }

    /// What an officer did.
    public enum Kind {
        /// Agreed to the release.
        APPROVED,
        /// Refused the release.
        REFUSED,
        /// Was given the records, sealed to their recipient.
        RELEASED
    }

    /// One step.
    ///
    /// @param officer pseudonym of who took it
    /// @param document what belongs to it, as JSON that names no subject
    /// @param takenAt when, to the microsecond
    /// @param entry id of its audit entry
    public record Step(Kind kind, String officer, String document, Instant takenAt, UUID entry) {}

    /// A demand to be.
    ///
    /// @param document as above
    /// @param subjects the tenant's ids of the persons that it is about
    /// @param hold if what is demanded must be kept
    public record Draft(
            String tenant, String document, List<String> subjects, Optional<Hold> hold) {

        public Draft {
            subjects = List.copyOf(subjects);
        }

        /// Legal holds on all subjects of a demand.
        ///
        /// @param until when they end by themselves
        /// @param note the audit row of each
        public record Hold(Instant until, Note note) {

            /// Times are kept to the microsecond.
            public Hold {
                until = until.truncatedTo(ChronoUnit.MICROS);
            }
        }

        /// A step to be.
        ///
        /// @param officer pseudonym of who takes it
        /// @param document as above
        public record Step(Kind kind, String officer, String document) {}

        @Override
        public String toString() {
            return "Draft[" + tenant + "]";
        }
    }
}
