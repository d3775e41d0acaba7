// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.domicile.router.Bodies;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.config.DomicileConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Bounds how many requests are worked on at a time, and how many bytes their bodies have together.
/// Whoever comes beyond that is told at once to come again, so that an overloaded gateway goes on
/// answering. Probes and metrics (`/q/`) are always answered.
@Singleton
final class InFlight {

    private static final Logger LOG = Logger.getLogger(InFlight.class);

    private static final String LINES = "application/x-ndjson";

    /// Before all other filters and routes.
    private static final int FIRST = 10_000;

    private final int most;
    private final long room;
    private final long unknownLength;
    private final Counter turnedAway;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(DomicileConfig config, MeterRegistry meters) {
        var limits = config.limits();
        this.most = limits.inFlight();
        this.room =
                limits.bodies()
                        .map(MemorySize::asLongValue)
                        .orElseGet(() -> Runtime.getRuntime().maxMemory() / 4);
        this.unknownLength = config.intake().maxBody().asLongValue();
        meters.gauge("domicile.requests.in.flight", requests);
        meters.gauge("domicile.requests.bytes", bytes);
        this.turnedAway = meters.counter("domicile.requests.overloaded");
    }

    void install(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    private void admit(RoutingContext call) {
        var request = call.request();
        if (!FrontDoor.watches(request)) {
            LOG.error("a connection is not watched, and is closed");
            request.connection().close();
            return;
        }
        if (String.valueOf(request.path()).startsWith("/q/")) {
            call.next();
            return;
        }
        long weight = Math.min(weight(request), room);
        boolean place = requests.incrementAndGet() <= most;
        boolean space = bytes.addAndGet(weight) <= room;
        if (place && space) {
            call.addEndHandler(_ -> giveBack(weight));
            call.next();
        } else {
            giveBack(weight);
            turnAway(call);
        }
    }

    private void giveBack(long weight) {
        requests.decrementAndGet();
        bytes.addAndGet(-weight);
    }

    private void turnAway(RoutingContext call) {
        turnedAway.increment();
        var answer = call.response().setStatusCode(Fault.OVERLOADED.status());
        answer.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.RETRY_AFTER, "1");
        var unused =
                answer.end(
                        Problem.of(Fault.OVERLOADED, "Try again in a second.").json().toString());
        call.request().resume();
    }

    /// What its body may take. Of lines that stream through, only some are here at a time.
    private long weight(HttpServerRequest request) {
        var declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null) {
            long length = Long.parseLong(declared);
            boolean lines =
                    LINES.equals(Bodies.mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE)));
            return lines ? Math.min(length, unknownLength) : length;
        }
        var method = request.method().name();
        boolean bare = method.equals("GET") || method.equals("HEAD") || method.equals("DELETE");
        return bare ? 0 : unknownLength;
    }
}
