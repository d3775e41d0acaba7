// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// What was asked of the law, for the audit log: kept with its answer, so that it can be decided
/// again under other policies.
///
/// @param query which question
/// @param facts the facts as compact JSON with sorted members: attributes only
/// @param digest `sha256:` and the hex digest of the facts
/// @param answer writes what was decided as JSON; empty when no decision could be had
public record Asked(String query, String facts, String digest, Optional<Supplier<String>> answer) {

    /// A question, with the digest of its facts.
    public static Asked of(String query, String facts, Optional<Supplier<String>> answer) {
        return new Asked(query, facts, digest(facts), answer);
    }

    /// The digest of facts, as [#digest] has it.
    public static String digest(String facts) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(facts.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
