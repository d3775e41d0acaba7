// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Signs in machines by their keys.
@Singleton
final class MachineKeys implements IdentityProvider<MachineRequest> {

    private final Machines machines;

    MachineKeys(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Class<MachineRequest> getRequestType() {
        return MachineRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            MachineRequest request, AuthenticationRequestContext context) {
        return machines.byKey(request.key())
                .map(machine -> machine.identity(request.call()))
                .map(Uni.createFrom()::item)
                .orElseGet(() ->
                        Uni.createFrom().failure(new AuthenticationFailedException("no such key")));
    }
}
