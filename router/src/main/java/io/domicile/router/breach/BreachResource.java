// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import io.domicile.router.Bodies;
import io.domicile.router.Problem;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// `POST /v1/breaches`: whose data was in reach of a KEK, of a credential, or in a time, and the
/// clocks that start. A body, because a credential's name is a person's at times.
@Path("/v1/breaches")
final class BreachResource {

    private static final long LARGEST = 512 << 10;

    private final Breaches breaches;
    private final SuspicionReader reader;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    BreachResource(
            Breaches breaches,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.breaches = breaches;
        this.reader = new SuspicionReader(clock);
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The scope, as far as the logs are counted: `counted` of `size` entries.
    @POST
    @NonBlocking
    @RolesAllowed({Roles.COMPLIANCE, Roles.OPERATOR})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE, Roles.OPERATOR));
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(
                        body -> breaches.report(caller, reader.read(caller, body)), virtualThreads)
                .thenApply(report ->
                        Response.ok(report.toString(), MediaType.APPLICATION_JSON)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }
}
