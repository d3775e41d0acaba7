// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Locale;

/// What to know about a place beside its territory.
public enum Flag {
    /// A border of another territory is near; the territory itself may still be certain.
    BORDER_ZONE,
    /// A part of a territory that another one surrounds.
    ENCLAVE,
    /// Another territory's law applies here, or here in part.
    SPECIAL_ZONE,
    /// More than one state claims it.
    DISPUTED,
    /// EU territory where EU law is suspended.
    ACQUIS_SUSPENDED,
    /// An outermost region: EU law applies (TFEU 349, 355(1)).
    OUTERMOST,
    /// An overseas country or territory of a member state: not EU territory (TFEU 355(2)).
    OCT,
    /// At sea, beyond every territorial sea.
    MARITIME,
    /// The fix cannot tell which of the candidates it is.
    AMBIGUOUS,
    /// No usable fix.
    INVALID_FIX,
    /// The datum decides the territory, and nobody named it.
    DATUM_UNKNOWN;

    /// The name as it stands in answers and facts, such as `border_zone`.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
