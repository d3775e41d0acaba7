// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// `GET /v1/subjects/{id}/records`: what there is of a person, without its content.
@Path("/v1/subjects/{id}/records")
final class SubjectRecordsResource {

    private final RecordSearches searches;
    private final SearchReader reader;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    SubjectRecordsResource(
            RecordSearches searches,
            SearchReader reader,
            Rejections rejections,
            SecurityIdentity identity) {
        this.searches = searches;
        this.reader = reader;
        this.rejections = rejections;
        this.identity = identity;
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response list(
            @PathParam("id") String id,
            @QueryParam("region") @Nullable String region,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Purpose") @Nullable String purpose,
            @HeaderParam("Reason") @Nullable String reason) {
        var caller = Callers.of(identity);
        try {
            var grounds = Grounds.of(purpose, reason, identity);
            var search = reader.ofSubject(id, region, limit, after, grounds);
            return Response.ok(searches.find(caller, search).toString(), MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (ProblemException | CompletionException | PolicyUnavailable e) {
            return rejections.reject(caller, e).toCompletableFuture().join();
        }
    }
}
