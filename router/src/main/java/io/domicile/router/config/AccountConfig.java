// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Facts about the person behind an account.
public interface AccountConfig {

    /// ISO 3166 code of the account's contractual home. Without one, its records are quarantined.
    Optional<String> home();

    /// Age in years as attested; 18 for an attested adult.
    OptionalInt age();

    /// Whether a guardian has consented for a minor.
    Optional<Boolean> guardian();

    /// Consents that the tenant holds from this person. Where they are set, the channel's do not
    /// count.
    Optional<Set<String>> consents();

    /// Password of a device that signs in with HTTP Basic:
    /// `pbkdf2-sha256$<iterations>$<salt>$<hash>`, both in base64.
    Optional<String> password();
}
