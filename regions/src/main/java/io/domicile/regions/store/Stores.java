// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

/// The one door to the regions' databases: every piece of work names its region and is one
/// transaction there. A transaction cannot touch two regions.
@ApplicationScoped
public class Stores {

    private static final int TIMEOUT_SECONDS = 10;

    private final RegionPools pools;

    Stores(@PersistenceUnitExtension RegionPools pools) {
        this.pools = pools;
    }

    /// Brings a region's schema up to date and opens it for work.
    ///
    /// @param owner the role that owns the tables
    /// @param gateway the role that all work but the log's runs as
    public void open(RegionId region, Database owner, Database gateway) {
        Flyway.configure()
                .dataSource(owner.url(), owner.user(), owner.password())
                .locations("db/region")
                .placeholders(Map.of("gateway", gateway.user()))
                .load()
                .migrate();
        pools.open(region, gateway);
    }

    /// Closes the region's connections.
    public void close(RegionId region) {
        pools.close(region);
    }

    /// Does the work in the region, in a new transaction.
    <T> T in(RegionId region, Supplier<T> work) {
        return ScopedValue.where(RegionTenant.REGION, region).call(() -> inRequest(work));
    }

    /// Forgets connections that a failure of the database broke.
    void flush(RegionId region) {
        pools.flush(region);
    }

    private static <T> T inRequest(Supplier<T> work) {
        var request = Arc.container().requestContext();
        boolean mine = !request.isActive();
        if (mine) {
            // Quarkus asks for the tenant only inside a request.
            request.activate();
        }
        try {
            return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(work::get);
        } finally {
            if (mine) {
                request.terminate();
            }
        }
    }
}
