// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Credentials and subjects that nobody has a reason to use, as HMAC-SHA-256 in hex.
public interface CanaryConfig {

    /// The file whose first line is the key of the hashes.
    Optional<Path> keyFile();

    /// Of tokens, keys and accounts.
    Optional<Set<String>> credentials();

    /// Of subjects' and records' ids.
    Optional<Set<String>> subjects();

    /// Where alarms are posted.
    Optional<URI> webhook();
}
