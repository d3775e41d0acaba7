// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.CertificateAuthenticationRequest;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Signs in machines by the client certificates that TLS has verified. One that is in nobody's
/// settings signs in nobody.
@Singleton
final class MachineCertificates implements IdentityProvider<CertificateAuthenticationRequest> {

    private static final String NAME = "quarkus.http.tls-configuration-name";

    private final Machines machines;
    private final TlsConfigurationRegistry tls;
    private final Optional<String> name;

    MachineCertificates(
            Machines machines,
            TlsConfigurationRegistry tls,
            @ConfigProperty(name = NAME) Optional<String> name) {
        this.machines = machines;
        this.tls = tls;
        this.name = name;
    }

    /// Without authorities of its own TLS takes the certificates of all authorities of the JDK, and
    /// anybody may have a name certified there.
    void check(@Observes StartupEvent start) {
        var used = name.isPresent() ? tls.get(name.get()) : tls.getDefault();
        if (machines.haveCertificates()
                && used.map(TlsConfiguration::getTrustStoreOptions).isEmpty()) {
            throw new ConfigurationException(
                    "domicile.machines.*.certificate needs quarkus.tls.trust-store: whose"
                            + " certificates to take");
        }
    }

    /// Before the framework's own, which takes any certificate that is verified.
    @Override
    public int priority() {
        return IdentityProvider.super.priority() + 1;
    }

    @Override
    public Class<CertificateAuthenticationRequest> getRequestType() {
        return CertificateAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            CertificateAuthenticationRequest request, AuthenticationRequestContext context) {
        var call = HttpSecurityUtils.getRoutingContextAttribute(request);
        return machines.of(request.getCertificate().getCertificate())
                .map(machine -> machine.identity(Machine.call(call)))
                .map(Uni.createFrom()::item)
                .orElseGet(() ->
                        Uni.createFrom()
                                .failure(new AuthenticationFailedException("no such machine")));
    }
}
