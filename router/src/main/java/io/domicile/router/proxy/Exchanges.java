// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Problems;
import io.domicile.router.Rejections;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.proxy.Passage.Direction;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/// What exchanges share: reading bodies, changing them away from the event loop, and refusing.
@Singleton
final class Exchanges {

    private final Bodies bodies;
    private final Passage passage;
    private final Rejections rejections;
    private final DomicileConfig.Proxy config;
    private final ExecutorService virtualThreads;
    private final MeterRegistry meters;

    Exchanges(
            Bodies bodies,
            Passage passage,
            Rejections rejections,
            DomicileConfig config,
            @VirtualThreads ExecutorService virtualThreads,
            MeterRegistry meters) {
        this.bodies = bodies;
        this.passage = passage;
        this.rejections = rejections;
        this.config = config.proxy();
        this.virtualThreads = virtualThreads;
        this.meters = meters;
    }

    /// Counts how a request of a route ended: `passed`, or `refused`.
    void count(Route route, String outcome) {
        meters.counter("domicile.proxy.requests", "route", route.name(), "outcome", outcome)
                .increment();
    }

    Passage passage() {
        return passage;
    }

    /// Does to headers what the route says; done once the audit row of it is durable.
    Future<Void> headers(Call call, Direction direction, MultiMap headers, Context context) {
        int changed = HeaderRule.apply(call.route().headers(), headers);
        return changed == 0
                ? Future.succeededFuture()
                : blocking(
                                () -> {
                                    passage.change(call, direction, changed);
                                    return changed;
                                },
                                context)
                        .mapEmpty();
    }

    /// How much of a body a route reads, in bytes.
    long limit(Route route) {
        long most = config.maxBody().asLongValue();
        return route.limits().body().isPresent()
                ? Math.min(most, route.limits().body().getAsInt())
                : most;
    }

    /// Reads a request's body to its end.
    Future<byte[]> read(HttpServerRequest request, ContentType type, Route route, Context context) {
        return on(context, bodies.read(request, Set.of(type.name()), limit(route)));
    }

    /// Throws the rest of a request's body away; see [Bodies#hangUp].
    void hangUp(HttpServerRequest request) {
        bodies.hangUp(request);
    }

    /// Does what blocks, and goes on where the exchange runs.
    <T> Future<T> blocking(Supplier<T> work, Context context) {
        return on(context, CompletableFuture.supplyAsync(work, virtualThreads));
    }

    private static <T> Future<T> on(Context context, CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    /// The answer to what cannot go on, once its audit row is durable; 503 if none can be written.
    Future<Response> reject(Caller caller, Throwable cause, Context context) {
        var answer =
                cause instanceof ProblemException ours && isOfUpstream(ours.problem())
                        ? rejections
                                .note(caller, "rejected", "deny", ours.problem().fault().code())
                                .thenApply(_ -> ours.problem().response())
                        : rejections.reject(caller, cause);
        return on(context, answer.exceptionally(thrown -> Problems.of(thrown).response()));
    }

    /// Whether the upstream is to blame, not the gateway.
    private static boolean isOfUpstream(Problem problem) {
        return switch (problem.fault()) {
            case ANSWER_REFUSED, UPSTREAM_UNREACHABLE, UPSTREAM_TIMEOUT -> true;
            default -> false;
        };
    }
}
