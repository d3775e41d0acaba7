// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.Replies;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// `GET /v1/audit/{region}/export`: a region's log, or a part of it, as one archive that is checked
/// without the gateway.
@Path("/v1/audit/{region}/export")
final class ExportResource {

    private static final String ZIP = "application/zip";

    /// How many archives are written at once; further ones wait.
    private static final int AT_ONCE = 2;

    private static final int BUFFER = 1 << 16;

    private final Exporting exporting;
    private final Residences residences;
    private final Rejections rejections;
    private final CurrentIdentityAssociation identity;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /// Lengths of archives that were written or measured to their end, by export.
    private final Map<UUID, Long> lengths = new ConcurrentHashMap<>();

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
            @Context UriInfo address) {
        var caller = Callers.of(identity.getIdentity());
        try {
            var residence = RegionParameter.inPath(residences, region);
            var wish = Wish.of(address.getQueryParameters());
            var resumption = Resumption.of(wish.export(), range, ifRange);
            return resumption
                    .flatMap(known -> again(caller, residence, known))
                    .orElseGet(() -> anew(caller, residence, wish));
        } catch (RuntimeException thrown) {
            return rejections.reject(caller, thrown).toCompletableFuture().join();
        }
    }

    private Response anew(Caller caller, Residence residence, Wish wish) {
        if (wish.export().isPresent()) {
            throw new ProblemException(
                    Fault.NOT_FOUND, "No such export of this caller in the last seven days.");
        }
        return switch (exporting.begin(caller, residence, wish)) {
            case Exporting.Outcome.Refused refused -> refused(refused);
            case Exporting.Outcome.Ready(Plan plan) -> whole(residence, plan);
        };
    }

    private Optional<Response> again(Caller caller, Residence residence, Resumption resumption) {
        return exporting
                .resume(caller, residence, resumption.export())
                .map(outcome ->
                        switch (outcome) {
                            case Exporting.Outcome.Refused refused -> refused(refused);
                            case Exporting.Outcome.Ready(Plan plan) ->
                                    resumption.offset() == 0
                                            ? whole(residence, plan)
                                            : rest(residence, plan, resumption.offset());
                        });
    }

    private static Response refused(Exporting.Outcome.Refused refused) {
        return Problem.of(Fault.REFUSED, Fault.REFUSED.title())
                .response(Replies.refused(refused.decision(), refused.receipt()))
                .build();
    }

    private Response whole(Residence residence, Plan plan) {
        return answer(200, residence, plan, 0)
                .header("Domicile-Length-About", about(residence, plan))
                .build();
    }

    private Response rest(Residence residence, Plan plan, long offset) {
        long length = lengths.computeIfAbsent(plan.id(), _ -> measure(residence, plan));
        if (offset >= length) {
            var problem = Problem.of(Fault.RANGE_NOT_SATISFIABLE, "The archive ends before.");
            return problem.response(problem.json())
                    .header("Content-Range", "bytes */" + length)
                    .build();
        }
        return answer(206, residence, plan, offset)
                .header(HttpHeaders.CONTENT_LENGTH, length - offset)
                .header("Domicile-Length-About", length)
                .header("Content-Range", "bytes %d-%d/%d".formatted(offset, length - 1, length))
                .build();
    }

    private Response.ResponseBuilder answer(
            int status, Residence residence, Plan plan, long offset) {
        StreamingOutput archive = out -> write(residence, plan, out, offset);
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

    private long measure(Residence residence, Plan plan) {
        try {
            return write(residence, plan, OutputStream.nullOutputStream(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return the length of the whole archive
    private long write(Residence residence, Plan plan, OutputStream out, long offset)
            throws IOException {
        turns.acquireUninterruptibly();
        try {
            var rest = new Rest(out, offset);
            var buffered = new BufferedOutputStream(rest, BUFFER);
            new Archive(plan, Exporting.log(residence, plan)).write(buffered);
            buffered.flush();
            return rest.length();
        } finally {
            turns.release();
        }
    }
}
