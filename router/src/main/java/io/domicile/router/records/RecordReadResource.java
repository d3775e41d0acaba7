// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.router.Fault;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// `GET /v1/records/{id}`: one record, for a declared purpose.
@Path("/v1/records/{id}")
final class RecordReadResource {

    private final RecordReadings readings;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    RecordReadResource(RecordReadings readings, Rejections rejections, SecurityIdentity identity) {
        this.readings = readings;
        this.rejections = rejections;
        this.identity = identity;
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed(Roles.SERVICE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response get(
            @PathParam("id") String id,
            @QueryParam("view") @Nullable String view,
            @HeaderParam("Purpose") @Nullable String purpose,
            @HeaderParam("Reason") @Nullable String reason) {
        var caller = Callers.of(identity);
        Grounds grounds;
        View wanted;
        try {
            grounds = Grounds.of(purpose, reason, identity);
            wanted = wanted(view);
        } catch (ProblemException bad) {
            return rejections.reject(caller, bad).toCompletableFuture().join();
        }
        try {
            return readings.read(caller, id, grounds, wanted);
        } catch (CompletionException | PolicyUnavailable e) {
            return rejections.reject(caller, e).toCompletableFuture().join();
        }
    }

    private static View wanted(@Nullable String view) {
        return view == null
                ? View.FULL
                : View.of(view)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.UNKNOWN_VALUE,
                                        "The parameter view is full, coarse, masked or summary."));
    }
}
