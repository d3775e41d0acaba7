// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.regions.Note;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.SubmissionReader;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody reads for, as the headers say it, and who it is.
///
/// @param reason a reference to an approval or a ticket
public record Grounds(String purpose, Optional<String> reason, Reader reader) {

    /// @param purpose the header `Purpose`
    /// @param reason the header `Reason`
    /// @throws ProblemException with status 400 or 422
    static Grounds of(
            @Nullable String purpose, @Nullable String reason, SecurityIdentity identity) {
        if (purpose == null) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "The header Purpose says what it is read for.");
        }
        if (!SubmissionReader.isPurpose(purpose)) {
            throw new ProblemException(
                    Fault.UNKNOWN_VALUE,
                    "The header Purpose takes lower-case letters, digits and _.");
        }
        if (reason != null && !Note.isReference(reason)) {
            throw new ProblemException(
                    Fault.BAD_HEADER,
                    "The header Reason takes the number of a ticket or an approval: up to 64"
                            + " letters, digits and ._/#-.");
        }
        return new Grounds(purpose, Optional.ofNullable(reason), Reader.of(identity));
    }
}
