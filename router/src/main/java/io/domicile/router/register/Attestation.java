// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// The tenant's word that a duty of its own is done: a notice that is shown, an assessment that is
/// made.
///
/// @param kind the obligation as the policies name it, for instance `NOTICE.SPI` or `PIA.CN`
/// @param ref which paper, in which version: a reference or a hash of the tenant's choice
/// @param validFrom the first day on which it holds; always, if empty
/// @param validTo the last day on which it holds; open, if empty
public record Attestation(
        String kind, String ref, Optional<LocalDate> validFrom, Optional<LocalDate> validTo) {

    /// What a tenant attests once for all its records; see `docs/obligations.md`.
    public static final Set<String> KINDS =
            Set.of(
                    "AI.OPTOUT",
                    "ANNUAL.AUTO",
                    "ATTEST.LOCAL",
                    "AUDIT.2Y",
                    "BASIS.RECORD",
                    "COUNSEL",
                    "CRS.QUAL",
                    "CRYPTO.ASSESSMENT",
                    "DEFAULT.OFF",
                    "DPIA.EU",
                    "FILE.10WD",
                    "FILE.FTZ",
                    "IMPORTANT.DUTIES",
                    "LINE.LICENSED",
                    "MINOR.RULES",
                    "NOTICE.ART13",
                    "NOTICE.AUTO",
                    "NOTICE.COUNTRY",
                    "NOTICE.PDPA",
                    "NOTICE.SPI",
                    "NOTICE.XB",
                    "PI.OFFICER",
                    "PIA.CN",
                    "PLATFORM.DUTIES",
                    "REAL_NAME",
                    "RECIPIENT.COMMERCIAL",
                    "RISK.REPORT",
                    "TELL.AFTER");

    /// Whether it holds on this day.
    public boolean holdsOn(LocalDate day) {
        return validFrom.filter(day::isBefore).isEmpty() && validTo.filter(day::isAfter).isEmpty();
    }
}
