// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.HomeLock;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The regions of this gateway. The router's only door to stored records.
///
/// They open when the application starts, before it answers requests, and close when it stops.
@ApplicationScoped
public class Residences {

    private static final Logger LOG = Logger.getLogger(Residences.class);

    private final Builder builder;
    private final Map<String, Residence> residences = new ConcurrentSkipListMap<>();
    private final List<Carrier> carriers = new CopyOnWriteArrayList<>();
    private @Nullable HomeLock lock;

    Residences(Builder builder) {
        this.builder = builder;
    }

    /// The residence of a region.
    ///
    /// @throws ResidenceUnavailable if the region is not configured
    public Residence at(RegionId region) {
        var residence = residences.get(region.code());
        if (residence == null) {
            throw new ResidenceUnavailable("region " + region + " is not configured here");
        }
        return residence;
    }

    /// All of them, in the order of their codes.
    public Collection<Residence> all() {
        return Collections.unmodifiableCollection(residences.values());
    }

    /// How each of them is.
    public List<RegionState> states() {
        return residences.values().stream().map(Residence::state).toList();
    }

    /// Begins to carry the records of transfers, those too that a gateway left behind. Once, after
    /// the start.
    ///
    /// @param repacking makes of a record what its new home keeps
    public void carry(Repacking repacking) {
        for (var from : residences.values()) {
            var leaving = new ArrayList<Carrier>();
            for (var to : residences.values()) {
                if (from != to) {
                    leaving.add(new Carrier(from, to, repacking));
                }
            }
            from.transfers().carriedBy(() -> leaving.forEach(Carrier::wake));
            carriers.addAll(leaving);
        }
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        open();
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        close();
    }

    void open() {
        lock = HomeLock.take(builder.home());
        try {
            var witnessing = builder.witnessing();
            eachOf(
                    builder.regions(),
                    region -> () -> residences.put(region.code(), builder.open(region)));
            witnessing.begin(all());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    void close() {
        carriers.forEach(Carrier::close);
        carriers.clear();
        try {
            eachOf(
                    List.copyOf(residences.values()),
                    residence ->
                            () -> {
                                residence.close();
                                return residences.remove(residence.region().code());
                            });
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    /// Does the work for all at once and waits for all.
    private static <T> void eachOf(Collection<T> all, Function<T, Callable<?>> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> started =
                    all.stream().map(one -> threads.submit(work.apply(one))).toList();
            @Nullable RuntimeException failure = null;
            for (var future : started) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    var cause = e.getCause() == null ? e : e.getCause();
                    LOG.error(cause.getMessage());
                    failure = new ResidenceUnavailable(String.valueOf(cause.getMessage()), cause);
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResidenceUnavailable("interrupted", e);
        }
    }
}
