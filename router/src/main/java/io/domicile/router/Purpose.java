// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Purposes as the audit log names them. The caller writes the purpose, so only those that the
/// policies know (`law.purposes` of their data) enter the log by name.
public final class Purpose {

    static final Set<String> KNOWN =
            Set.of(
                    "deliver_message",
                    "navigation",
                    "live_share",
                    "ai_recommend",
                    "support",
                    "analytics",
                    "product_improve",
                    "rnd",
                    "ux",
                    "marketing",
                    "emergency",
                    "backup");

    private Purpose() {}

    /// Whether it is one of the known purposes.
    public static boolean isKnown(String purpose) {
        return KNOWN.contains(purpose);
    }

    /// The purpose, `other`, or empty when none was declared.
    public static Optional<String> audited(@Nullable String purpose) {
        return Optional.ofNullable(purpose).map(text -> isKnown(text) ? text : "other");
    }
}
