// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Purposes as the audit log names them. The caller writes the purpose, so only the known ones (LAW
/// 2.6) enter the log by name.
public final class Purpose {

    private static final Set<String> KNOWN =
            Set.of(
                    "deliver_message",
                    "navigation",
                    "live_share",
                    "ai_recommend",
                    "support",
                    "analytics",
                    "product_improve",
                    "rnd",
                    "marketing",
                    "emergency",
                    "backup",
                    "access");

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
