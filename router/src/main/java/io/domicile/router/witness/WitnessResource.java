// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.witness;

import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.witness.AddCheckpoint;
import io.domicile.regions.witness.Reply;
import io.domicile.router.Bodies;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// Each region as a witness of other logs, by C2SP tlog-witness: `/witness/<region>` is the prefix
/// for submission and for monitoring. There is no authentication but the logs' own signatures.
@PermitAll
@Path("/witness/{region}")
final class WitnessResource {

    /// Any: the protocol names none, and the body is read strictly.
    private static final Set<String> TYPES =
            Set.of(
                    "",
                    "text/plain",
                    "application/octet-stream",
                    "application/x-www-form-urlencoded");

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Residences residences;
    private final Bodies bodies;
    private final ExecutorService virtualThreads;

    WitnessResource(
            Residences residences, Bodies bodies, @VirtualThreads ExecutorService virtualThreads) {
        this.residences = residences;
        this.bodies = bodies;
        this.virtualThreads = virtualThreads;
    }

    /// Cosigns a checkpoint of a known log that only grew.
    @POST
    @Path("add-checkpoint")
    @NonBlocking
    public CompletionStage<Response> add(
            @PathParam("region") String region, @Context HttpServerRequest request) {
        return bodies.read(request, TYPES, AddCheckpoint.MAX_BYTES)
                .thenApplyAsync(
                        body -> response(residence(region).witness().add(body)), virtualThreads);
    }

    /// The checkpoint of a log that was cosigned last.
    ///
    /// @param hash SHA-256 of the log's origin, in lower-case hex
    @GET
    @Path("{hash:[0-9a-f]{64}}/checkpoint")
    @RunOnVirtualThread
    public Response checkpoint(@PathParam("region") String region, @PathParam("hash") String hash) {
        return residence(region)
                .witness()
                .checkpoint(hash)
                .map(note -> text(note, TEXT, Response.ok()))
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_FOUND, "Nothing of such a log was cosigned here."));
    }

    /// The witness's name and public key, as policies and logs want them.
    @GET
    @Path("witness.pub")
    @RunOnVirtualThread
    public Response key(@PathParam("region") String region) {
        return text(residence(region).witness().vkey() + "\n", TEXT, Response.ok());
    }

    private static Response response(Reply reply) {
        return switch (reply.status()) {
            case Reply.COSIGNED -> text(reply.body(), TEXT, Response.ok());
            case Reply.STALE -> text(reply.body(), Reply.SIZE_TYPE, Response.status(409));
            default -> Problem.of(fault(reply.status()), reply.body()).response();
        };
    }

    private static Fault fault(int status) {
        return switch (status) {
            case Reply.UNKNOWN -> Fault.UNKNOWN_LOG;
            case Reply.UNSIGNED -> Fault.UNSIGNED_CHECKPOINT;
            case Reply.INCONSISTENT -> Fault.INCONSISTENT_LOG;
            default -> Fault.BAD_REQUEST;
        };
    }

    /// As bytes: to text the framework would add a character set, which the protocol does not have.
    private static Response text(String body, String type, Response.ResponseBuilder answer) {
        return answer.entity(body.getBytes(StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Residence residence(String region) {
        return residences.all().stream()
                .filter(one -> one.region().code().equals(region))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(Fault.NOT_FOUND, "This gateway has no such region."));
    }
}
