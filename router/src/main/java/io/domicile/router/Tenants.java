// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.policies.RegionId;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.config.TenantConfig;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/// The gateway's register of tenants, and of itself.
@Singleton
public final class Tenants {

    private final DomicileConfig config;

    Tenants(DomicileConfig config) {
        this.config = config;
    }

    /// What is known of the tenant; empty means no facts, hence quarantine.
    public Optional<TenantConfig> of(String tenant) {
        var own = config.tenants().get(tenant);
        return own == null
                ? config.defaultTenant().map(name -> config.tenants().get(name))
                : Optional.of(own);
    }

    /// Every tenant that has settings of its own.
    public Map<String, TenantConfig> all() {
        return config.tenants();
    }

    /// The law territory of this gateway: `CN`, `EU` or `SG`.
    public String ingress() {
        return config.ingress();
    }

    /// The region of this gateway: where it audits what it refuses and holds what it may not place.
    public RegionId ingressRegion() {
        return RegionId.of(ingress().equals("EU") ? "nl" : ingress());
    }
}
