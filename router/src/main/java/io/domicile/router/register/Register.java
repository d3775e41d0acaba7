// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import io.domicile.regions.Edition;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// The gateway's register of tenant facts and transfer mechanisms: the latest editions in memory.
/// They are read from the store of the gateway's own region before the first request, and followed
/// from then on.
///
/// Nothing is known, and so records are held, of a tenant whose latest edition is not what was
/// written or is older than one seen before, and of all tenants once the store has not answered for
/// too long.
@Singleton
public final class Register {

    private static final Logger LOG = Logger.getLogger(Register.class);

    private final Tenants tenants;
    private final Seeds seeds;
    private final Residences residences;
    private final DomicileConfig.Register settings;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Snapshot snapshot = new Snapshot(Instant.MIN, Map.of());

    Register(Tenants tenants, Residences residences, DomicileConfig config, Clock clock) {
        this.tenants = tenants;
        this.seeds = new Seeds(tenants);
        this.residences = residences;
        this.settings = config.register();
        this.clock = clock;
    }

    /// @param readAt when the store was last read
    /// @param editions what it holds, by tenant
    private record Snapshot(Instant readAt, Map<String, Known> editions) {}

    /// What is known of one tenant.
    ///
    /// @param verified the last edition that was what was written; version 0 if there was none
    /// @param facts what it says; empty if the store has another now that is not to be trusted
    private record Known(Edition.Id verified, Optional<TenantFacts> facts) {}

    /// How the register is.
    ///
    /// @param fresh whether the store was read lately
    /// @param doubtful of how many tenants the latest edition is not to be trusted
    record State(boolean fresh, long doubtful) {}

    /// What is known of the tenant now; empty means no facts, hence quarantine. From memory.
    public Optional<TenantFacts> of(String tenant) {
        var now = snapshot;
        if (!isFresh(now)) {
            return Optional.empty();
        }
        var known = now.editions.get(tenant);
        return known == null ? seeds.of(tenant) : known.facts;
    }

    /// What the configuration says of the tenant, which its first edition replaces.
    Optional<TenantFacts> seed(String tenant) {
        return seeds.of(tenant);
    }

    State state() {
        var now = snapshot;
        return new State(
                isFresh(now),
                now.editions.values().stream().filter(known -> known.facts.isEmpty()).count());
    }

    void start(@Observes StartupEvent event) {
        attempt();
        Thread.ofVirtual().name("register").start(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
        turn.lock();
        turn.unlock();
    }

    /// Puts an edition that this gateway wrote in force.
    void apply(Edition edition) {
        turn.lock();
        try {
            var editions = new HashMap<>(snapshot.editions);
            editions.merge(
                    edition.id().tenant(),
                    known(edition),
                    (was, next) -> was.verified.version() > next.verified.version() ? was : next);
            snapshot = new Snapshot(snapshot.readAt, Map.copyOf(editions));
        } finally {
            turn.unlock();
        }
    }

    /// Reads what has changed in the store. Blocks.
    void refresh() {
        turn.lock();
        try {
            if (stopped.getCount() == 0) {
                return;
            }
            var began = clock.instant();
            var residence = residences.at(tenants.ingressRegion());
            var editions = new HashMap<String, Known>();
            for (var latest : residence.latestEditions()) {
                editions.put(latest.tenant(), follow(residence, latest));
            }
            snapshot.editions.forEach((tenant, was) -> {
                if (was.verified.version() > 0) {
                    editions.computeIfAbsent(tenant, _ -> doubt(was, was.verified));
                }
            });
            snapshot = new Snapshot(began, Map.copyOf(editions));
        } finally {
            turn.unlock();
        }
    }

    private void follow() {
        try {
            while (!stopped.await(settings.refresh().toMillis(), TimeUnit.MILLISECONDS)) {
                attempt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("interrupted: the register is not followed any more");
        }
    }

    private void attempt() {
        try {
            refresh();
        } catch (RuntimeException e) {
            // The state of the store is logged by its region; what is too old is not used.
            LOG.debugf("the register cannot be read: %s", e.getClass().getName());
        }
    }

    private Known follow(Residence residence, Edition.Id latest) {
        var was =
                Optional.ofNullable(snapshot.editions.get(latest.tenant()))
                        .orElseGet(() -> new Known(nothing(latest.tenant()), Optional.empty()));
        if (latest.equals(was.verified)) {
            return was.facts.isPresent() ? was : load(residence, latest, was);
        }
        return latest.version() > was.verified.version()
                ? load(residence, latest, was)
                : doubt(was, latest);
    }

    private Known load(Residence residence, Edition.Id id, Known was) {
        try {
            return residence
                    .edition(id.tenant(), id.version())
                    .map(Register::known)
                    .orElseGet(() -> doubt(was, id));
        } catch (SealBroken | ProblemException e) {
            return doubt(was, id);
        }
    }

    private Known doubt(Known was, Edition.Id found) {
        var before = snapshot.editions.get(found.tenant());
        if (before == null || before.facts.isPresent()) {
            LOG.errorf(
                    "version %d of the register of tenant %s is not what was written, or not the"
                            + " latest: its records are held",
                    found.version(), found.tenant());
        }
        return new Known(was.verified, Optional.empty());
    }

    private static Known known(Edition edition) {
        return new Known(edition.id(), Optional.of(Documents.facts(edition)));
    }

    private static Edition.Id nothing(String tenant) {
        return new Edition.Id(tenant, 0, new UUID(0, 0));
    }

    private boolean isFresh(Snapshot taken) {
        return Duration.between(taken.readAt, clock.instant()).compareTo(settings.maxAge()) <= 0;
    }
}
