// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an authority demands, as the register keeps it: it names no subject.
///
/// @param kind `disclose`, or `preserve`: keep it until another demand comes
/// @param enteredBy the role of who entered it
/// @param legalBasis the provision that the authority names
/// @param gagUntil until when it is kept from everybody but the role that entered it
/// @param approvals permits for this demand, as its enterer asserts them
/// @param recipientKey whom the records are sealed to; no need of it where nothing goes out
/// @param preserveUntil until when what is demanded must be kept
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Demand(
        String kind,
        String enteredBy,
        Authority authority,
        Instrument instrument,
        String legalBasis,
        Scope scope,
        @Nullable Instant gagUntil,
        List<Approval> approvals,
        @Nullable RecipientKey recipientKey,
        @Nullable Instant preserveUntil) {

    static final String DISCLOSE = "disclose";
    static final String PRESERVE = "preserve";

    Demand {
        approvals = List.copyOf(approvals);
    }

    /// Who demands.
    ///
    /// @param country whose it is, an ISO code
    /// @param kind for instance `court`
    /// @param name the office, no person
    /// @param behind the country whose authority is behind it, where it comes through a parent
    ///   company
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Authority(String country, String kind, String name, @Nullable String behind) {

        /// Whose demand it is in law.
        String demanding() {
            return behind == null ? country : behind;
        }
    }

    /// The paper that came.
    ///
    /// @param type for instance `EPOC`
    /// @param sha256 digest of the document, in hex
    /// @param emergency whether it says that a life is in danger
    record Instrument(String type, String sha256, boolean emergency) {}

    /// What is demanded.
    ///
    /// @param subjects how many persons are named
    /// @param types the types of records; all without
    /// @param from records of this time on
    /// @param to and before this one
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Scope(int subjects, List<String> types, @Nullable Instant from, @Nullable Instant to) {

        Scope {
            types = List.copyOf(types);
        }

        /// Whether a record is within it.
        boolean has(String type, Instant occurredAt) {
            return (types.isEmpty() || types.contains(type))
                    && (from == null || !occurredAt.isBefore(from))
                    && (to == null || occurredAt.isBefore(to));
        }
    }

    /// A permit.
    ///
    /// @param kind for instance `PRC_APPROVAL`
    /// @param ref the number that it was given
    record Approval(String kind, String ref) {}

    /// The same with what must be kept until then.
    Demand preserved(Instant until) {
        return new Demand(
                kind,
                enteredBy,
                authority,
                instrument,
                legalBasis,
                scope,
                gagUntil,
                approvals,
                recipientKey,
                until);
    }

    boolean isGagged(Instant now) {
        return gagUntil != null && now.isBefore(gagUntil);
    }
}
