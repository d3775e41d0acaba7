// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// `POST /v1/searches`: records by a value of theirs. A body, because addresses stand in logs.
@Path("/v1/searches")
final class SearchResource {

    private static final long LARGEST = 16 << 10;

    private final RecordSearches searches;
    private final SearchReader reader;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    SearchResource(
            RecordSearches searches,
            SearchReader reader,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.searches = searches;
        this.reader = reader;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    @POST
    @NonBlocking
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> search(
            @Context HttpServerRequest request,
            @HeaderParam("Purpose") @Nullable String purpose,
            @HeaderParam("Reason") @Nullable String reason) {
        var caller = Callers.of(identity);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(
                        body -> {
                            var grounds = Grounds.of(purpose, reason, identity);
                            var search = reader.read(caller.tenant(), body, grounds);
                            return Response.ok(
                                            searches.find(caller, search).toString(),
                                            MediaType.APPLICATION_JSON)
                                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                    .build();
                        },
                        virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }
}
