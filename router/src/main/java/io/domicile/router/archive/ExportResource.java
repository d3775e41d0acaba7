// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `GET /v1/audit/{region}/export`: a region's log, or a part of it, as one archive that is checked
/// without the gateway.
@Path("/v1/audit/{region}/export")
final class ExportResource {

    private static final String ZIP = "application/zip";

    private static final List<String> ROLES =
            List.of(Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR);

    /// How many archives are written at once.
    private static final int AT_ONCE = 2;

    private static final int MOST_LENGTHS = 1_000;

    private static final int BUFFER = 1 << 16;

    private final Exporting exporting;
    private final Residences residences;
    private final Rejections rejections;
    private final CurrentIdentityAssociation identity;
    private final Places places = new Places(AT_ONCE);

    /// Lengths of archives that were written or measured to their end, by export.
    private final Cache<UUID, Long> lengths =
            Caffeine.newBuilder().expireAfterWrite(Plans.KEPT).maximumSize(MOST_LENGTHS).build();

    ExportResource(
            Exporting exporting,
            Residences residences,
            Rejections rejections,
            CurrentIdentityAssociation identity) {
        this.exporting = exporting;
        this.residences = residences;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// A new archive; or with `Range` and `If-Range`, or the parameter `export`, the same bytes of
    /// one that was begun in the last seven days.
    @GET
    @RolesAllowed({Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR})
    @RunOnVirtualThread
    @Produces({ZIP, Problem.MEDIA_TYPE})
    public Response export(
            @PathParam("region") String region,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @Context UriInfo address,
            @Context RoutingContext call) {
        var caller = Callers.of(identity.getIdentity(), ROLES);
        try {
            var residence = RegionParameter.inPath(residences, region);
            var wish = Wish.of(address.getQueryParameters());
            var resumption = Resumption.of(wish.export(), range, ifRange);
            var place = places.take(call);
            return resumption
                    .flatMap(known -> again(caller, residence, known, place))
                    .orElseGet(() -> anew(caller, residence, wish, place));
        } catch (RuntimeException thrown) {
            return rejections.reject(caller, thrown).toCompletableFuture().join();
        }
    }

    private Response anew(Caller caller, Residence residence, Wish wish, Place place) {
        if (wish.export().isPresent()) {
            throw new ProblemException(
                    Fault.NOT_FOUND, "No such export of this caller in the last seven days.");
        }
        return whole(residence, exporting.begin(caller, residence, wish), place);
    }

    private Optional<Response> again(
            Caller caller, Residence residence, Resumption resumption, Place place) {
        return exporting
                .resume(caller, residence, resumption.export())
                .map(plan ->
                        resumption.offset() == 0
                                ? whole(residence, plan, place)
                                : rest(residence, plan, resumption.offset(), place));
    }

    private Response whole(Residence residence, Plan plan, Place place) {
        return answer(200, residence, plan, 0, place)
                .header("Domicile-Length-About", about(residence, plan))
                .build();
    }

    private Response rest(Residence residence, Plan plan, long offset, Place place) {
        long length = length(residence, plan);
        if (offset >= length) {
            var problem = Problem.of(Fault.RANGE_NOT_SATISFIABLE, "The archive ends before.");
            return problem.response(problem.json())
                    .header("Content-Range", "bytes */" + length)
                    .build();
        }
        return answer(206, residence, plan, offset, place)
                .header(HttpHeaders.CONTENT_LENGTH, length - offset)
                .header("Domicile-Length-About", length)
                .header("Content-Range", "bytes %d-%d/%d".formatted(offset, length - 1, length))
                .build();
    }

    private Response.ResponseBuilder answer(
            int status, Residence residence, Plan plan, long offset, Place place) {
        StreamingOutput archive =
                out -> {
                    try (place) {
                        var _ = write(residence, plan, new Paced(out), offset);
                    }
                };
        var address = "/v1/audit/%s/export?export=%s".formatted(plan.region(), plan.id());
        return Response.status(status)
                .type(ZIP)
                .entity(archive)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.ETAG, Resumption.tag(plan.id()))
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_LOCATION, address)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"audit-%s-%s.zip\""
                                .formatted(plan.region(), plan.at().toString().replace(":", "")));
    }

    private static long about(Residence residence, Plan plan) {
        try {
            return Estimate.of(plan, Exporting.log(residence, plan));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long length(Residence residence, Plan plan) {
        var known = lengths.getIfPresent(plan.id());
        if (known != null) {
            return known;
        }
        try {
            return write(residence, plan, OutputStream.nullOutputStream(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return the length of the whole archive
    private long write(Residence residence, Plan plan, OutputStream out, long offset)
            throws IOException {
        var rest = new Rest(out, offset);
        var buffered = new BufferedOutputStream(rest, BUFFER);
        new Archive(plan, Exporting.log(residence, plan)).write(buffered);
        buffered.flush();
        lengths.put(plan.id(), rest.length());
        return rest.length();
    }
}
