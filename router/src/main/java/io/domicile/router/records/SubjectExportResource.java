// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.Paced;
import io.domicile.router.Places;
import io.domicile.router.Places.Place;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// `GET /v1/subjects/{id}/export`: all that there is of a person, for its request of access and
/// portability (GDPR 15 and 20, PIPL 45, PDPA 21). A zip, because it is many files of unknown
/// number that are made and read one after the other.
@Path("/v1/subjects/{id}/export")
final class SubjectExportResource {

    private static final String ZIP = "application/zip";

    /// Exports that are made at a time: each opens all records of a person.
    private static final int AT_ONCE = 2;

    private static final List<String> ROLES = List.of(Roles.SERVICE, Roles.COMPLIANCE);

    private final SubjectExports exports;
    private final Residences residences;
    private final Rejections rejections;
    private final CurrentIdentityAssociation identity;
    private final Places places = new Places(AT_ONCE);

    SubjectExportResource(
            SubjectExports exports,
            Residences residences,
            Rejections rejections,
            CurrentIdentityAssociation identity) {
        this.exports = exports;
        this.residences = residences;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// @param region one region's code; all without
    /// @param after only records behind this one, the `next` of a part; with its region
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({ZIP, Problem.MEDIA_TYPE})
    public Response export(
            @PathParam("id") String id,
            @QueryParam("region") @Nullable String region,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Purpose") @Nullable String purpose,
            @HeaderParam("Reason") @Nullable String reason,
            @Context RoutingContext call) {
        var who = identity.getIdentity();
        var caller = Callers.of(who, ROLES);
        try {
            var grounds = Grounds.of(purpose, reason, who);
            var asked = RegionParameter.of(residences, region);
            var behind = after(region, after);
            var place = places.take(call);
            return answer(exports.begin(caller, id, grounds, asked, behind), place);
        } catch (ProblemException | CompletionException | PolicyUnavailable e) {
            return rejections.reject(caller, e).toCompletableFuture().join();
        }
    }

    private Response answer(SubjectExports.Begun begun, Place place) {
        StreamingOutput zip =
                out -> {
                    try (place) {
                        exports.write(begun, new Paced(out));
                    }
                };
        return Response.ok(zip, ZIP)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"subject-export.zip\"")
                .build();
    }

    private static Optional<RecordId> after(@Nullable String region, @Nullable String after) {
        if (after == null) {
            return Optional.empty();
        }
        var id = RecordId.parse(after).filter(one -> one.region().code().equals(region));
        if (id.isEmpty()) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "after is the next of a part; name its region.");
        }
        return id;
    }
}
