// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.util.Locale;

/// The short name of a region that stores records: `cn`, `nl`, `sg`, or one added by configuration.
///
/// @param code two lower-case letters
public record RegionId(String code) {

    public RegionId {
        if (!code.matches("[a-z]{2}")) {
            throw new IllegalArgumentException("a region code is two lower-case letters");
        }
    }

    /// Takes the code in any case, as policies (`NL`) and record ids (`nl`) write it.
    public static RegionId of(String code) {
        return new RegionId(code.toLowerCase(Locale.ROOT));
    }

    /// The code as policies and audit entries write it: upper case.
    public String law() {
        return code.toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return code;
    }
}
