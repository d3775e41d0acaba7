// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import java.util.Locale;

/// Who carries out an obligation.
public enum Obligor {
    /// This gateway does it, or refuses.
    GATEWAY,
    /// The caller sends the reference of a consent or an approval with the record or the request.
    CALLER,
    /// The tenant does it, and says so in the register: no gateway can see it.
    TENANT,
    /// Known, but nothing that this gateway can do in the act at hand.
    NOBODY;

    /// As answers write it, for instance `gateway`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
