// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/// Raises alarms: each use of a canary counts in the metric, and the first in a minute is a line of
/// the operator's log, an entry of the audit log and a post to the webhook. None of them names
/// anybody.
@Singleton
final class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final Caller NOBODY = new Caller("*", "none", Optional.empty());

    private final Residences residences;
    private final Tenants tenants;
    private final Webhook webhook;
    private final MeterRegistry meters;
    private final Clock clock;
    private final ExecutorService virtualThreads;
    private final Cache<Raised, Boolean> raised =
            Caffeine.newBuilder().expireAfterWrite(QUIET).maximumSize(MOST).build();

    private record Raised(Canary canary, Caller caller) {}

    Alarms(
            Residences residences,
            Tenants tenants,
            Webhook webhook,
            MeterRegistry meters,
            Clock clock,
            @VirtualThreads ExecutorService virtualThreads) {
        this.residences = residences;
        this.tenants = tenants;
        this.webhook = webhook;
        this.meters = meters;
        this.clock = clock;
        this.virtualThreads = virtualThreads;
    }

    /// Raises an alarm about a caller that is not known (yet).
    void raise(Canary canary) {
        raise(canary, NOBODY);
    }

    /// Raises an alarm; never blocks.
    void raise(Canary canary, Caller caller) {
        meters.counter("domicile.alarms", "canary", canary.kind().code()).increment();
        if (raised.asMap().putIfAbsent(new Raised(canary, caller), true) != null) {
            return;
        }
        LOG.warnf("ALARM: the canary %s, a %s, was used", canary.mark(), canary.kind().code());
        webhook.post(json(canary, caller));
        var unused =
                enter(canary, caller)
                        .whenComplete((_, thrown) -> {
                            if (thrown != null) {
                                LOG.errorf(
                                        "an alarm has no entry: %s", thrown.getClass().getName());
                            }
                        });
    }

    private CompletionStage<?> enter(Canary canary, Caller caller) {
        var residence = residences.at(tenants.ingressRegion());
        var note =
                Notes.of("alarm", caller, "canary." + canary.kind().code(), "ok")
                        .labels(List.of("canary:" + canary.mark()))
                        .build();
        return caller.equals(NOBODY)
                ? CompletableFuture.runAsync(() -> residence.noteOfNobody(note), virtualThreads)
                : residence.note(note, Optional.empty(), Optional.empty());
    }

    private String json(Canary canary, Caller caller) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("alarm", "canary." + canary.kind().code())
                .put("canary", canary.mark())
                .put("tenant", caller.tenant())
                .put("region", tenants.ingressRegion().code())
                .put("at", clock.instant().toString())
                .toString();
    }
}
