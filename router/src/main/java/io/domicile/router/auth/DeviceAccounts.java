// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.config.TenantConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Signs in devices with HTTP Basic by the accounts in the tenants' settings. What they get is the
/// role `device`, which opens nothing but the channel of their app.
///
/// A password costs as much for an unknown account as for a known one, and only so many are checked
/// at once that the gateway stays usable.
@Startup
@Singleton
final class DeviceAccounts implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final int AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

    private final Map<String, Account> accounts;
    private final Optional<PasswordHash> stranger;
    private final Semaphore checks;

    /// An account of a device.
    private record Account(String tenant, PasswordHash password) {}

    /// Reads all accounts.
    ///
    /// @throws ConfigurationException naming the property, not the account, which is personal data
    @Inject
    DeviceAccounts(DomicileConfig config) {
        this(config, AT_ONCE);
    }

    DeviceAccounts(DomicileConfig config, int atOnce) {
        this.accounts = accounts(config.tenants());
        this.stranger =
                accounts.values().stream()
                        .map(account -> account.password().iterations())
                        .max(Comparator.naturalOrder())
                        .map(PasswordHash::ofNobody);
        this.checks = new Semaphore(atOnce);
    }

    private static Map<String, Account> accounts(Map<String, TenantConfig> tenants) {
        var accounts = new HashMap<String, Account>();
        tenants.forEach((tenant, config) ->
                config.accounts()
                        .forEach((user, account) -> {
                            if (account.password().isEmpty()) {
                                return;
                            }
                            var property = "domicile.tenants." + tenant + ".accounts.*.password: ";
                            try {
                                var hash = PasswordHash.parse(account.password().get());
                                if (accounts.put(user, new Account(tenant, hash)) != null) {
                                    throw new ConfigurationException(
                                            property + "another tenant has the account");
                                }
                            } catch (IllegalArgumentException e) {
                                throw new ConfigurationException(
                                        property + "not a hash that is taken", e);
                            }
                        }));
        return Map.copyOf(accounts);
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

    /// The identity behind a password.
    ///
    /// @throws AuthenticationFailedException if it is not the account's
    /// @throws ProblemException with status 503 when too many are checked at this moment
    SecurityIdentity identity(String user, char[] password) {
        var account = accounts.get(user);
        var hash = account == null ? stranger : Optional.of(account.password());
        boolean right = hash.filter(known -> matches(known, password)).isPresent();
        if (account == null || !right) {
            throw new AuthenticationFailedException("no such account");
        }
        return identity(user, account.tenant());
    }

    private boolean matches(PasswordHash hash, char[] password) {
        if (!checks.tryAcquire()) {
            throw new ProblemException(Fault.UNAVAILABLE, "Too many devices sign in. Try again.");
        }
        try {
            return hash.matches(password);
        } finally {
            checks.release();
        }
    }

    private static SecurityIdentity identity(String user, String tenant) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user))
                .addRole(Roles.DEVICE)
                .addAttribute(Callers.TENANT, tenant)
                .build();
    }
}
