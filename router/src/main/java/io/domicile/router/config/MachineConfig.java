// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A machine that signs in with a key or a client certificate, and what it may do.
public interface MachineConfig {

    /// `sha256:` and the digest of its key in hex.
    Optional<String> key();

    /// Its certificate's subject (RFC 2253), or `URI:` or `DNS:` and an alternative name.
    Optional<String> certificate();

    /// The last day (UTC) that it may sign in; wanted with a key.
    Optional<LocalDate> expires();

    /// The tenant it acts for.
    String tenant();

    /// Its roles: `service`, `compliance`, `regulator`, `operator`.
    List<String> roles();

    /// Where it reads from: an ISO code, or `in-region`.
    Optional<String> country();

    /// The calls it may make, for instance `POST /v1/records` or `GET /v1/records/*`; those of its
    /// roles without.
    Optional<List<String>> calls();
}
