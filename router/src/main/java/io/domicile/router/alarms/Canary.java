// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import java.util.Locale;

/// A canary that was used.
///
/// @param kind what it is
/// @param mark the first digits of its keyed hash in the settings: they tell the operator which it
///   is
record Canary(Kind kind, String mark) {

    /// What a canary is.
    enum Kind {
        CREDENTIAL,
        SUBJECT;

        /// As entries and alarms name it.
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
