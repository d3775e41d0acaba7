// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.audit.TilePath;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/// `GET /v1/audit/{region}/…`: a region's open log by the read API of C2SP tlog-tiles, with its
/// public keys, its retention, and whose signatures count (`policy`) beside; `GET
/// /v1/audit/{region}/{shard}/…` any of the region's logs. What is not there is 404, never 403:
/// readers fall back from partial to full tiles on that status alone. The bytes behind the path of
/// a tile never change.
@PermitAll
@Path("/v1/audit/{region}")
final class AuditLogResource {

    private static final List<String> READERS =
            List.of(Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR);

    /// Bundles hold the entries of all tenants.
    private static final List<String> READERS_OF_BUNDLES = List.of(Roles.REGULATOR, Roles.OPERATOR);

    private static final Set<String> TEXTS =
            Set.of(
                    "checkpoint",
                    "log.pub",
                    "log.mldsa.pub",
                    "log.sm2.pub",
                    "log.keys",
                    "retention");

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Residences residences;
    private final LogReaders readers;

    AuditLogResource(Residences residences, LogReaders readers) {
        this.residences = residences;
        this.readers = readers;
    }

    /// The region's logs, the oldest first. The last takes entries.
    @GET
    @Path("shards")
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response shards(@PathParam("region") String region) {
        var json = JsonNodeFactory.instance.objectNode();
        var shards = json.put("region", region).putArray("shards");
        for (var shard : readable(region).shards()) {
            shards.addObject()
                    .put("name", shard.name())
                    .put("origin", shard.origin())
                    .put("closed", shard.closed())
                    .put("minimum_index", shard.minimum())
                    .put("checkpoint", "/v1/audit/" + region + "/" + shard.name() + "/checkpoint");
        }
        return Response.ok(json.toString()).header("Cache-Control", "no-cache").build();
    }

    /// The latest signed checkpoint of the open log; never cached.
    @GET
    @Path("checkpoint")
    @RunOnVirtualThread
    public Response checkpoint(@PathParam("region") String region) {
        return file(readable(region), "checkpoint");
    }

    /// The newest Ed25519 verifier key of the open log.
    @GET
    @Path("log.pub")
    @RunOnVirtualThread
    public Response key(@PathParam("region") String region) {
        return file(readable(region), "log.pub");
    }

    /// The other keys of the open log, all of them, and how long its entries are kept.
    @GET
    @Path("{name:log\\.mldsa\\.pub|log\\.sm2\\.pub|log\\.keys|retention}")
    @RunOnVirtualThread
    public Response about(@PathParam("region") String region, @PathParam("name") String name) {
        return file(readable(region), name);
    }

    /// Whose signatures make its checkpoints trustworthy, as a tlog-policy.
    @GET
    @Path("policy")
    @RunOnVirtualThread
    public Response policy(@PathParam("region") String region) {
        return Response.ok(readable(region).policy().bytes())
                .header(HttpHeaders.CONTENT_TYPE, TEXT)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    /// A hash tile or an entry bundle of the open log.
    @GET
    @Path("tile/{path:.+}")
    @RunOnVirtualThread
    public Response tile(@PathParam("region") String region, @PathParam("path") String path) {
        return file(readable(region), "tile/" + path);
    }

    /// A file of any of the region's logs.
    ///
    /// @param shard the log's name, for instance `2026`
    @GET
    @Path("{shard:[0-9]{4}[b-z]?}/{path:.+}")
    @RunOnVirtualThread
    public Response file(
            @PathParam("region") String region,
            @PathParam("shard") String shard,
            @PathParam("path") String path) {
        var residence = readable(region);
        return file(residence, residence.log(shard).orElseThrow(AuditLogResource::absent), path);
    }

    private Response file(Residence residence, String path) {
        return file(residence, residence.log(), path);
    }

    private Response file(Residence residence, java.nio.file.Path folder, String path) {
        var tile = TilePath.parse(path);
        if (!TEXTS.contains(path) && tile.isEmpty()) {
            throw absent();
        }
        if (tile.filter(TilePath::isBundle).isPresent()) {
            var _ = readers.admit(residence, READERS_OF_BUNDLES);
        }
        var file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw absent();
        }
        return TEXTS.contains(path)
                ? Response.ok(read(file), TEXT).header("Cache-Control", "no-cache").build()
                : Response.ok(file, MediaType.APPLICATION_OCTET_STREAM)
                        .header("Cache-Control", "max-age=604800, immutable")
                        .build();
    }

    /// Texts are replaced while they are read: a file's length may be that of one, and what is sent
    /// another's, if they are not taken whole.
    private static byte[] read(java.nio.file.Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Residence readable(String region) {
        var _ = readers.known(READERS);
        return RegionParameter.inPath(residences, region);
    }

    private static ProblemException absent() {
        return new ProblemException(Fault.NOT_FOUND, "No such file in this log.");
    }
}
