// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Callers;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// A caller at the register, with all roles of its token. A role that does not suffice is a refusal
/// like any other, so that it is audited.
///
/// @param caller who calls
/// @param roles what its token says that it is
record Access(Caller caller, Set<String> roles) {

    Access {
        roles = Set.copyOf(roles);
    }

    static Access of(SecurityIdentity identity) {
        return new Access(Callers.of(identity), identity.getRoles());
    }

    /// The caller in the first of the roles that it has.
    ///
    /// @return a stage failed with status 403 if it has none of them
    CompletableFuture<Caller> admit(String... admitted) {
        return Arrays.stream(admitted)
                .filter(roles::contains)
                .findFirst()
                .map(caller::as)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() ->
                        CompletableFuture.failedFuture(
                                new ProblemException(
                                        Fault.FORBIDDEN,
                                        "The token's roles do not allow this call.")));
    }
}
