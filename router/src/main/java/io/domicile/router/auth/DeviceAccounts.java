// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.router.Tenants;
import io.domicile.router.config.AccountConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/// Signs in devices with HTTP Basic by the accounts in the tenants' settings. What they get is the
/// role `device`, which opens nothing but the channel of their app.
@Singleton
final class DeviceAccounts implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private final Tenants tenants;

    DeviceAccounts(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(
                () -> identity(request.getUsername(), request.getPassword().getPassword()));
    }

    private SecurityIdentity identity(String user, char[] password) {
        return tenants.all().entrySet().stream()
                .filter(tenant -> opens(tenant.getValue().accounts(), user, password))
                .findFirst()
                .map(tenant -> identity(user, tenant.getKey()))
                .orElseThrow(() -> new AuthenticationFailedException("no such account"));
    }

    private static boolean opens(
            Map<String, AccountConfig> accounts, String user, char[] password) {
        var account = accounts.get(user);
        return account != null
                && account.password()
                        .map(hash -> PasswordHash.parse(hash).matches(password))
                        .orElse(false);
    }

    private static SecurityIdentity identity(String user, String tenant) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user))
                .addRole(Roles.DEVICE)
                .addAttribute(Callers.TENANT, tenant)
                .build();
    }
}
