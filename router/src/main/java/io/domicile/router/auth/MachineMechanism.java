// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/// Takes `Authorization: Bearer dk_…` for a machine's key before it is taken for a token.
@Singleton
final class MachineMechanism implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1000;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext call, IdentityProviderManager identities) {
        var header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean ours =
                header != null
                        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && MachineRequest.isKey(header.substring(SCHEME.length()));
        return ours
                ? identities.authenticate(
                        new MachineRequest(header.substring(SCHEME.length()), Machine.call(call)))
                : Uni.createFrom().nullItem();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(MachineRequest.class);
    }
}
