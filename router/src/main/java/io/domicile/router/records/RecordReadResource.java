// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.Note;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.SubmissionReader;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
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
            @HeaderParam("Purpose") @Nullable String purpose,
            @HeaderParam("Reason") @Nullable String reason) {
        var caller = Callers.of(identity);
        if (purpose == null) {
            return rejected(
                    caller, Fault.BAD_HEADER, "The header Purpose says what it is read for.");
        }
        if (!SubmissionReader.isPurpose(purpose)) {
            return rejected(
                    caller,
                    Fault.UNKNOWN_VALUE,
                    "The header Purpose takes lower-case letters, digits and _.");
        }
        if (reason != null && !Note.isReference(reason)) {
            return rejected(
                    caller,
                    Fault.BAD_HEADER,
                    "The header Reason takes the number of a ticket or an approval: up to 64"
                            + " letters, digits and ._/#-.");
        }
        try {
            return readings.read(caller, id, purpose, Optional.ofNullable(reason));
        } catch (CompletionException | PolicyUnavailable e) {
            return rejections.reject(caller, e).toCompletableFuture().join();
        }
    }

    private Response rejected(Caller caller, Fault fault, String detail) {
        return rejections
                .reject(caller, new ProblemException(fault, detail))
                .toCompletableFuture()
                .join();
    }
}
