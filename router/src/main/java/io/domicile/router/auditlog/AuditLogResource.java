// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import io.domicile.audit.TilePath;
import io.domicile.policies.RegionId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.util.List;

/// `GET /v1/audit/{region}/…`: a region's log by the read API of C2SP tlog-tiles, and its public
/// key as `log.pub`. What is not there is 404, never 403: readers fall back from partial to full
/// tiles on that status alone.
@PermitAll
@Path("/v1/audit/{region}")
final class AuditLogResource {

    private static final List<String> READERS =
            List.of(Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR);

    /// Bundles hold the entries of all tenants.
    private static final List<String> READERS_OF_BUNDLES = List.of(Roles.REGULATOR, Roles.OPERATOR);

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Residences residences;
    private final DomicileConfig config;
    private final CurrentIdentityAssociation identity;

    AuditLogResource(
            Residences residences, DomicileConfig config, CurrentIdentityAssociation identity) {
        this.residences = residences;
        this.config = config;
        this.identity = identity;
    }

    /// The latest signed checkpoint; never cached.
    @GET
    @Path("checkpoint")
    @RunOnVirtualThread
    public Response checkpoint(@PathParam("region") String region) {
        requireReader(READERS);
        return file(region, "checkpoint", TEXT, "no-cache");
    }

    /// The verifier key of the log.
    @GET
    @Path("log.pub")
    @RunOnVirtualThread
    public Response key(@PathParam("region") String region) {
        requireReader(READERS);
        return file(region, "log.pub", TEXT, "max-age=3600");
    }

    /// A hash tile or an entry bundle; the bytes behind a path never change.
    @GET
    @Path("tile/{path:.+}")
    @RunOnVirtualThread
    public Response tile(@PathParam("region") String region, @PathParam("path") String path) {
        var tile = TilePath.parse("tile/" + path).orElseThrow(AuditLogResource::absent);
        requireReader(tile.isBundle() ? READERS_OF_BUNDLES : READERS);
        return file(
                region,
                tile.toString(),
                MediaType.APPLICATION_OCTET_STREAM,
                "max-age=604800, immutable");
    }

    private Response file(String region, String path, String type, String caching) {
        var file = residence(region).log().resolve(path);
        if (!Files.isRegularFile(file)) {
            throw absent();
        }
        return Response.ok(file, type).header("Cache-Control", caching).build();
    }

    private void requireReader(List<String> readers) {
        if (config.audit().everyone()) {
            return;
        }
        var reader = identity.getDeferredIdentity().await().indefinitely();
        if (reader.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (readers.stream().noneMatch(reader::hasRole)) {
            throw new ForbiddenException();
        }
    }

    private Residence residence(String region) {
        if (!region.matches("[a-z]{2}")) {
            throw absent();
        }
        var id = new RegionId(region);
        return residences.all().stream()
                .filter(residence -> residence.region().equals(id))
                .findFirst()
                .orElseThrow(AuditLogResource::absent);
    }

    private static ProblemException absent() {
        return new ProblemException(Fault.NOT_FOUND, "No such file in this log.");
    }
}
