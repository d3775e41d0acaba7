// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import io.domicile.router.Tenants;
import io.domicile.router.config.TenantConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What the configuration says of tenants whose register was never edited.
final class Seeds {

    private static final String REFERENCE = "configuration";

    private final Tenants tenants;

    /// @throws ConfigurationException if a tenant attests, or holds, what no tenant can
    Seeds(Tenants tenants) {
        this.tenants = tenants;
        tenants.all().forEach(Seeds::facts);
    }

    /// The tenant's facts, of version 0; empty if it has no settings and there are none for all.
    Optional<TenantFacts> of(String tenant) {
        return tenants.of(tenant).map(config -> facts(tenant, config));
    }

    /// What these settings say.
    ///
    /// @throws ConfigurationException as above
    static TenantFacts facts(String tenant, TenantConfig config) {
        return new TenantFacts(
                0,
                config.establishments().orElse(List.of()).stream()
                        .map(text -> establishment(tenant, text))
                        .toList(),
                config.ciio(),
                config.mlps().stream().boxed().findFirst(),
                config.surveyQualified(),
                false,
                false,
                false,
                Optional.empty(),
                List.of(),
                config.mechanisms().orElse(List.of()).stream()
                        .map(text -> mechanism(tenant, text))
                        .toList(),
                attestations(tenant, config));
    }

    private static Establishment establishment(String tenant, String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Establishment(text, tenant + "." + text)
                : new Establishment(text.substring(0, colon), text.substring(colon + 1));
    }

    private static Mechanism mechanism(String tenant, String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !Mechanism.IDS.contains(text.substring(0, colon))) {
            throw new ConfigurationException(
                    "domicile.tenants.%s.mechanisms: a mechanism is written SC:2028-06-30"
                            .formatted(tenant));
        }
        return new Mechanism(
                text.substring(0, colon),
                Optional.empty(),
                Optional.empty(),
                LocalDate.parse(text.substring(colon + 1)),
                List.of());
    }

    private static List<Attestation> attestations(String tenant, TenantConfig config) {
        return config.attestations().orElse(List.of()).stream()
                .map(text -> attestation(tenant, text))
                .toList();
    }

    private static Attestation attestation(String tenant, String text) {
        int colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon);
        if (!Attestation.KINDS.contains(kind)) {
            throw new ConfigurationException(
                    "domicile.tenants.%s.attestations: %s is not attested by tenants"
                            .formatted(tenant, kind));
        }
        return new Attestation(
                kind,
                colon < 0 ? REFERENCE : text.substring(colon + 1),
                Optional.empty(),
                Optional.empty());
    }
}
