// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.util.Locale;

/// How a value may be written.
public enum Form {
    RAW,
    UTF_8,
    UTF_16,
    GB18030,
    JSON_ESCAPED,
    PERCENT,
    HEX,
    BASE64,
    DOUBLE;

    /// As reports name it: `utf-16`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
