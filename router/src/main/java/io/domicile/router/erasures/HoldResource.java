// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `/v1/subjects/{id}/holds`: legal holds on a data subject of the caller's tenant, in one region
/// or, without the parameter `region`, in all. For compliance alone.
@Path("/v1/subjects/{id}/holds")
@RolesAllowed(Roles.COMPLIANCE)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class HoldResource {

    private static final long LARGEST = 4 << 10;
    private static final String TYPE = "hold";

    private final Residences residences;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    HoldResource(
            Residences residences,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.residences = residences;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// All holds on the subject, also those whose time is over. Audited.
    @GET
    @NonBlocking
    public CompletionStage<Response> list(
            @PathParam("id") String id, @QueryParam("region") @Nullable String region) {
        return answer(caller -> found(caller, id, region, _ -> true));
    }

    /// One hold, by region. Audited.
    @GET
    @Path("{reference}")
    @NonBlocking
    public CompletionStage<Response> get(
            @PathParam("id") String id,
            @PathParam("reference") String reference,
            @QueryParam("region") @Nullable String region) {
        return answer(caller -> {
            var json = found(caller, id, region, hold -> hold.reference().equals(reference));
            if (json.path("holds").isEmpty()) {
                throw new ProblemException(Fault.NOT_FOUND, "No such hold.");
            }
            return json;
        });
    }

    /// Places the hold, or changes it. Idempotent.
    @PUT
    @Path("{reference}")
    @NonBlocking
    public CompletionStage<Response> put(
            @PathParam("id") String id,
            @PathParam("reference") String reference,
            @QueryParam("region") @Nullable String region,
            @Context HttpServerRequest request) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(
                        body -> place(caller, id, HoldJson.read(reference, body), region),
                        virtualThreads)
                .thenApply(HoldResource::ok)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    /// Releases the hold. Idempotent: it says what was there to be released.
    @DELETE
    @Path("{reference}")
    @NonBlocking
    public CompletionStage<Response> release(
            @PathParam("id") String id,
            @PathParam("reference") String reference,
            @QueryParam("region") @Nullable String region) {
        return answer(caller -> {
            var note = Notes.of(TYPE, caller, "release", "ok").build();
            return HoldJson.holds(
                    RegionParameter.of(residences, region),
                    residence -> {
                        var released = residence.release(id, reference, note);
                        if (released.isEmpty()) {
                            Notes.of(TYPE, caller, "release", Fault.NOT_FOUND.code())
                                    .write(residence);
                        }
                        return released.stream().toList();
                    });
        });
    }

    private ObjectNode place(
            Caller caller, String subject, LegalHold.Draft draft, @Nullable String region) {
        var note =
                Notes.of(TYPE, caller, "hold", "ok")
                        .build()
                        .labelled(List.of("basis:" + draft.basis().code()));
        return HoldJson.holds(
                RegionParameter.of(residences, region),
                residence -> List.of(residence.hold(subject, draft, note)));
    }

    private ObjectNode found(
            Caller caller, String subject, @Nullable String region, Predicate<LegalHold> wanted) {
        var note = Notes.of(TYPE, caller, "read", "ok").build();
        return HoldJson.holds(
                RegionParameter.of(residences, region),
                residence -> {
                    var holds = residence.holds(caller.tenant(), subject);
                    write(residence, note);
                    return holds.stream().filter(wanted).toList();
                });
    }

    private static void write(Residence residence, Note note) {
        residence.note(note, Optional.empty(), Optional.empty()).toCompletableFuture().join();
    }

    private CompletionStage<Response> answer(Function<Caller, ObjectNode> work) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        return CompletableFuture.supplyAsync(() -> work.apply(caller), virtualThreads)
                .thenApply(HoldResource::ok)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private static Response ok(ObjectNode json) {
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
