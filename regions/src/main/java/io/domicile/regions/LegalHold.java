// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A legal hold on a data subject: while it is in force nothing of the subject is erased, and
/// nothing of it expires.
///
/// @param reference compliance's reference to the case, see [Note#isReference]
/// @param basis why the law wants it
/// @param until when it ends by itself; empty if it must be released
/// @param placedAt when it was placed, or last changed
/// @param entry id of the audit entry of that
public record LegalHold(
        String reference, Basis basis, Optional<Instant> until, Instant placedAt, UUID entry) {

    /// What can take precedence over a person's erasure: a closed list.
    public enum Basis {
        /// Legal claims are established, exercised or defended.
        LEGAL_CLAIM("GDPR 17(3)(e)", "PIPL 47", "PDPA 25"),
        /// Another law demands that the data be kept.
        LEGAL_OBLIGATION("GDPR 17(3)(b)", "PIPL 47", "PDPA 25"),
        /// An authority has ordered that the data be preserved.
        PRESERVATION_ORDER("Reg 2023/1543 11", "PIPL 47", "PDPA 25"),
        /// The person wants the data kept, or was refused access and may have that reviewed.
        ACCESS_REVIEW("GDPR 18(1)(c)", "PIPL 47", "PDPA 22A");

        private final String eu;
        private final String cn;
        private final String sg;

        Basis(String eu, String cn, String sg) {
            this.eu = eu;
            this.cn = cn;
            this.sg = sg;
        }

        /// The basis of that code, for instance `legal_claim`.
        public static Optional<Basis> of(String code) {
            return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The articles that it rests on in a region; none where the region's law is not known.
        public List<String> law(RegionId region) {
            return switch (region.law()) {
                case "NL" -> List.of(eu);
                case "CN" -> List.of(cn);
                case "SG" -> List.of(sg);
                default -> List.of();
            };
        }
    }

    /// Whether it holds at that time.
    public boolean isInForce(Instant now) {
        return until.map(now::isBefore).orElse(true);
    }

    /// What compliance says of a hold.
    ///
    /// @param reference as above
    /// @param basis as above
    /// @param until as above
    public record Draft(String reference, Basis basis, Optional<Instant> until) {

        /// Times are kept to the microsecond.
        public Draft {
            until = until.map(time -> time.truncatedTo(ChronoUnit.MICROS));
        }

        /// Whether it would have the hold end earlier than it does.
        public boolean endsBefore(LegalHold hold) {
            return until.isPresent()
                    && hold.until().map(end -> until.get().isBefore(end)).orElse(true);
        }
    }
}
