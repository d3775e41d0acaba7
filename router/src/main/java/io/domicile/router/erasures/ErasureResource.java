// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.EventId;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.erasures.Erasures.Done;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /v1/erasures/{id}`: gives a certificate again, with its proofs and what happened since.
@Path("/v1/erasures/{id}")
final class ErasureResource {

    private final Residences residences;
    private final Erasures erasures;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    ErasureResource(
            Residences residences,
            Erasures erasures,
            Rejections rejections,
            SecurityIdentity identity) {
        this.residences = residences;
        this.erasures = erasures;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// The certificate of that id in all regions, or of that audit entry in its region. Without the
    /// salt, which is kept nowhere.
    ///
    /// @param wait as for erasing
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE, Roles.REGULATOR})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response get(@PathParam("id") String id, @QueryParam("wait") @Nullable String wait) {
        var caller = Callers.of(identity);
        try {
            return certificate(caller, id, SubjectResource.waits(wait));
        } catch (ProblemException bad) {
            return rejections.reject(caller, bad).toCompletableFuture().join();
        }
    }

    private Response certificate(Caller caller, String id, boolean wait) {
        var regions =
                EventId.parse(id).stream()
                        .flatMap(event ->
                                residences.all().stream()
                                        .flatMap(residence ->
                                                residence
                                                        .erasure(caller.tenant(), event)
                                                        .map(erasure ->
                                                                new Done(residence, erasure))
                                                        .stream()))
                        .toList();
        if (regions.isEmpty()) {
            throw new ProblemException(Fault.NOT_FOUND, "No such certificate.");
        }
        regions.forEach(done -> Notes.of("erasure", caller, "read", "ok").write(done.residence()));
        var placed = erasures.placed(regions, wait);
        var json = CertificateJson.of(caller.tenant(), regions, Optional.empty(), placed);
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
