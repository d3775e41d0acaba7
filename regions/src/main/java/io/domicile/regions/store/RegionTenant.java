// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/// Tells Hibernate which region's database the running code may use: the one that is bound, and
/// without a binding none.
@PersistenceUnitExtension
@ApplicationScoped
class RegionTenant implements TenantResolver {

    static final ScopedValue<RegionId> REGION = ScopedValue.newInstance();

    /// Asked at start-up only; no region has this name.
    @Override
    public String getDefaultTenantId() {
        return "none";
    }

    @Override
    public String resolveTenantId() {
        if (!REGION.isBound()) {
            throw new IllegalStateException("no region is bound");
        }
        return REGION.get().code();
    }
}
