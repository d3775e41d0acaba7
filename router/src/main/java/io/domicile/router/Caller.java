// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.regions.Credential;
import java.util.Optional;

/// Who asks, by what was proved at the door.
///
/// @param tenant the tenant it acts for
/// @param role its role, as audit entries name the actor
/// @param country where its staff reads from: an ISO code, or `in-region`
/// @param credential what it signed in with; the gateway itself does not
public record Caller(
        String tenant, String role, Optional<String> country, Optional<Credential> credential) {

    /// One that did not sign in.
    public Caller(String tenant, String role, Optional<String> country) {
        this(tenant, role, country, Optional.empty());
    }

    /// The same in another of its roles.
    public Caller as(String another) {
        return new Caller(tenant, another, country, credential);
    }

    /// The same for another tenant.
    public Caller onBehalfOf(String another) {
        return new Caller(another, role, country, credential);
    }
}
