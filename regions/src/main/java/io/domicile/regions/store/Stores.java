// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.hibernate.jdbc.ReturningWork;

/// The one door to the regions' databases: every piece of work names its region and its tenants and
/// is one transaction there. A transaction cannot touch two regions, nor rows of other tenants.
@ApplicationScoped
public class Stores {

    private static final int TIMEOUT_SECONDS = 10;

    private static final int READERS = RegionPools.SIZE - 2;
    private static final int WAIT_SECONDS = 3;

    private final RegionPools pools;
    private final StatelessSession session;
    private final Map<RegionId, Semaphore> doors = new ConcurrentHashMap<>();

    Stores(@PersistenceUnitExtension RegionPools pools, StatelessSession session) {
        this.pools = pools;
        this.session = session;
    }

    /// Opens a region for work.
    ///
    /// @param gateway the login of all work that is a caller's
    public void open(RegionId region, Database gateway) {
        pools.open(region, gateway);
    }

    /// Closes the region's connections.
    public void close(RegionId region) {
        pools.close(region);
    }

    /// Does the work in the region, in a new transaction.
    ///
    /// @param tenants whose rows it may see and add
    <T> T in(RegionId region, Tenants tenants, Supplier<T> work) {
        return ScopedValue.where(RegionTenant.REGION, region)
                .call(() ->
                        inRequest(() -> {
                            if (!tenants.names().isEmpty()) {
                                session.doWork(tenants::name);
                            }
                            return work.get();
                        }));
    }

    /// Does work for a caller that waits. Readers leave connections to the writer.
    ///
    /// @param tenants whose rows it may see and add
    /// @throws ResidenceUnavailable if the database does not answer or too many wait for it
    <T> T read(RegionId region, Tenants tenants, Supplier<T> work) {
        var door = doors.computeIfAbsent(region, _ -> new Semaphore(READERS));
        try {
            if (!door.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ResidenceUnavailable("region " + region + ": too many reads wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResidenceUnavailable("region " + region + ": interrupted", e);
        }
        try {
            return in(region, tenants, work);
        } catch (RuntimeException e) {
            throw new ResidenceUnavailable(
                    "region " + region + ": its store fails: " + Faults.describe(e));
        } finally {
            door.release();
        }
    }

    /// As [#read], over the connection of the transaction.
    <T> T ask(RegionId region, Tenants tenants, ReturningWork<T> work) {
        return read(region, tenants, () -> session.doReturningWork(work));
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
