// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Residences;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Problem;
import io.domicile.router.Problems;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.bundles.BundleFile;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// `POST /v1/policies/replay`: what the bundle in the body would change of decisions that were
/// audited. Nothing is put in force, and no personal data is read.
@Path("/v1/policies/replay")
final class ReplayResource {

    private static final String NDJSON = "application/x-ndjson";

    private final Replays replays;
    private final ScopeReader scopes;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    ReplayResource(
            Replays replays,
            Residences residences,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.replays = replays;
        this.scopes = new ScopeReader(residences, clock);
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The report alone.
    @POST
    @NonBlocking
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> report(
            @Context HttpServerRequest request, @Context UriInfo address) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE, Roles.OPERATOR));
        var answer = new CompletableFuture<Response>();
        var watcher =
                new Replay.Watcher() {
                    @Override
                    public void progress(long done, long total) {
                        // the caller asked for the report alone
                    }

                    @Override
                    public boolean isGone() {
                        return answer.isCancelled();
                    }
                };
        var unused =
                start(caller, request, address, watcher)
                        .thenApply(ReplayResource::ok)
                        .exceptionallyCompose(thrown -> rejections.reject(caller, thrown))
                        .whenComplete((response, thrown) -> {
                            if (thrown == null) {
                                answer.complete(response);
                            } else {
                                answer.completeExceptionally(thrown);
                            }
                        });
        return answer;
    }

    /// A line after each page, and the report as last line. The lines are `ObjectNode`, which the
    /// framework would write as a bean if the method said so.
    @POST
    @NonBlocking
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE})
    @Produces(NDJSON)
    public Multi<Object> stream(@Context HttpServerRequest request, @Context UriInfo address) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE, Roles.OPERATOR));
        return Multi.createFrom()
                .emitter(lines -> {
                    var stream = new Lines(lines);
                    var unused =
                            start(caller, request, address, stream)
                                    .thenAccept(report -> stream.last(report))
                                    .exceptionallyCompose(thrown -> reject(caller, thrown))
                                    .exceptionally(thrown -> {
                                        stream.failed(thrown);
                                        return null;
                                    });
                });
    }

    private CompletionStage<ObjectNode> start(
            Caller caller, HttpServerRequest request, UriInfo address, Replay.Watcher watcher) {
        var parameters = address.getQueryParameters();
        return bodies.read(request, BundleFile.TYPES, BundleFile.LARGEST)
                .thenApplyAsync(
                        bundle ->
                                replays.run(
                                        caller, bundle, scopes.read(caller, parameters), watcher),
                        virtualThreads);
    }

    private CompletionStage<Void> reject(Caller caller, Throwable thrown) {
        return rejections
                .reject(caller, thrown)
                .thenCompose(_ -> CompletableFuture.failedFuture(thrown));
    }

    private static Response ok(ObjectNode report) {
        return Response.ok(report.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /// The lines of a streamed answer.
    private static final class Lines implements Replay.Watcher {

        private final MultiEmitter<? super Object> lines;
        private volatile boolean begun;

        Lines(MultiEmitter<? super Object> lines) {
            this.lines = lines;
        }

        @Override
        public void progress(long done, long total) {
            var line = JsonNodeFactory.instance.objectNode();
            line.putObject("progress").put("done", done).put("total", total);
            begun = true;
            lines.emit(line);
        }

        @Override
        public boolean isGone() {
            return lines.isCancelled();
        }

        void last(ObjectNode report) {
            lines.emit(report);
            lines.complete();
        }

        /// Once the status is sent, the problem is a line of its own.
        void failed(Throwable thrown) {
            if (begun) {
                var line = JsonNodeFactory.instance.objectNode();
                line.set("problem", Problems.of(thrown).json());
                last(line);
            } else {
                lines.fail(thrown);
            }
        }
    }
}
