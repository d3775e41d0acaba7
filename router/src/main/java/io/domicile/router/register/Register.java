// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import io.domicile.router.Tenants;
import io.domicile.router.config.TenantConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The gateway's register of tenant facts and transfer mechanisms.
@Singleton
public final class Register {

    private final Tenants tenants;

    Register(Tenants tenants) {
        this.tenants = tenants;
    }

    /// What is known of the tenant now; empty means no facts, hence quarantine. From memory.
    public Optional<TenantFacts> of(String tenant) {
        return tenants.of(tenant).map(config -> configured(tenant, config));
    }

    private static TenantFacts configured(String tenant, TenantConfig config) {
        var establishments =
                config.establishments().orElse(List.of()).stream()
                        .map(country -> new Establishment(country, tenant + "." + country))
                        .toList();
        return new TenantFacts(
                0,
                establishments,
                config.ciio(),
                config.mlps().isPresent()
                        ? Optional.of(config.mlps().getAsInt())
                        : Optional.empty(),
                config.surveyQualified(),
                false,
                false,
                false,
                Optional.empty(),
                List.of(),
                config.mechanisms().orElse(List.of()).stream().map(Register::mechanism).toList(),
                config.attestations().orElse(List.of()).stream()
                        .map(Register::attestation)
                        .toList());
    }

    private static Mechanism mechanism(String text) {
        var parts = text.split("=", 2);
        if (parts.length != 2) {
            throw new ConfigurationException("a mechanism is written ID=last day");
        }
        return new Mechanism(
                parts[0], Optional.empty(), Optional.empty(), LocalDate.parse(parts[1]), List.of());
    }

    private static Attestation attestation(String text) {
        int end = text.indexOf('=');
        return new Attestation(
                end < 0 ? text : text.substring(0, end),
                end < 0 ? "settings" : text.substring(end + 1),
                Optional.empty(),
                Optional.empty());
    }
}
