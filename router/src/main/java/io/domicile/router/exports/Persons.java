// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/// How many persons each tenant has records of in the mainland, for the laws that ask more of who
/// has many (Auto Prov. 3(5), PIPL 52, NDSMR 28). From memory, a minute old at most while records
/// come.
@Singleton
public final class Persons {

    private static final Logger LOG = Logger.getLogger(Persons.class);
    private static final long FRESH = Duration.ofMinutes(1).toNanos();

    private final Residences residences;
    private final ExecutorService virtualThreads;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final Set<String> counting = ConcurrentHashMap.newKeySet();

    /// @param at when it was counted, as [System#nanoTime]
    private record Count(long persons, long at) {}

    Persons(Residences residences, @VirtualThreads ExecutorService virtualThreads) {
        this.residences = residences;
        this.virtualThreads = virtualThreads;
    }

    /// The number, rounded up to two digits, so that it changes seldom and passes no round limit
    /// early; empty where this gateway keeps nothing in the mainland, or has not counted yet. Never
    /// blocks.
    public Optional<Long> inMainland(String tenant) {
        var known = Optional.ofNullable(counts.get(tenant));
        if (known.filter(count -> System.nanoTime() - count.at < FRESH).isEmpty()) {
            residences.all().stream()
                    .filter(residence -> residence.region().law().equals("CN"))
                    .filter(_ -> counting.add(tenant))
                    .findFirst()
                    .ifPresent(residence -> virtualThreads.execute(() -> count(residence, tenant)));
        }
        return known.map(count -> rounded(count.persons));
    }

    private void count(Residence residence, String tenant) {
        try {
            counts.put(tenant, new Count(residence.persons(tenant), System.nanoTime()));
        } catch (ResidenceUnavailable e) {
            LOG.debug("the persons of a tenant are not counted now");
        } finally {
            counting.remove(tenant);
        }
    }

    static long rounded(long persons) {
        long step = 1;
        while (persons / step >= 100) {
            step *= 10;
        }
        return (persons + step - 1) / step * step;
    }
}
