// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Credential;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.auth.TwoPersons;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
import org.jspecify.annotations.Nullable;

/// `/v1/audit/{region}/holds`: legal holds on the audit logs of a region. While one is in force,
/// none of their entries is pruned. For compliance alone; each change is an entry of the log.
@Path("/v1/audit/{region}/holds")
@RolesAllowed(Roles.COMPLIANCE)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class LogHoldResource {

    private static final long LARGEST = 4 << 10;

    private final Residences residences;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final TwoPersons twoPersons;
    private final ExecutorService virtualThreads;

    LogHoldResource(
            Residences residences,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            TwoPersons twoPersons,
            @VirtualThreads ExecutorService virtualThreads) {
        this.residences = residences;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.twoPersons = twoPersons;
        this.virtualThreads = virtualThreads;
    }

    /// The tenant's holds, also those whose time is over. Audited.
    @GET
    @NonBlocking
    public CompletionStage<Response> list(@PathParam("region") String region) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        return answer(
                caller,
                region,
                residence -> {
                    var holds = residence.logHolds(caller.tenant());
                    Notes.of("hold", caller, "read", "ok").write(residence);
                    return holds;
                });
    }

    /// Places the hold, or changes it; two officers have one end earlier. Idempotent.
    @PUT
    @Path("{reference}")
    @NonBlocking
    public CompletionStage<Response> put(
            @PathParam("region") String region,
            @PathParam("reference") String reference,
            @HeaderParam(TwoPersons.HEADER) @Nullable String approval,
            @Context HttpServerRequest request) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        var account = Callers.account(identity);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(body -> HoldJson.read(reference, body), virtualThreads)
                .thenApplyAsync(
                        draft -> put(region, draft, caller, account, approval), virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private Response put(
            String region,
            LegalHold.Draft draft,
            Caller caller,
            Optional<Credential> account,
            @Nullable String approval) {
        var residence = RegionParameter.inPath(residences, region);
        return find(residence, caller, draft.reference())
                .filter(hold -> draft.endsBefore(hold))
                .flatMap(hold ->
                        twoPersons.ask(
                                residence,
                                account,
                                caller,
                                "shorten " + hold.entry() + " " + draft.until(),
                                Optional.ofNullable(approval)))
                .orElseGet(() -> ok(holds(region, at -> List.of(place(at, draft, caller)))));
    }

    private static LegalHold place(Residence residence, LegalHold.Draft draft, Caller caller) {
        return residence.holdLog(draft, caller.tenant(), caller.role());
    }

    /// Releases the hold; two officers do. Idempotent: it says what was there to be released.
    @DELETE
    @Path("{reference}")
    @RunOnVirtualThread
    public Response release(
            @PathParam("region") String region,
            @PathParam("reference") String reference,
            @HeaderParam(TwoPersons.HEADER) @Nullable String approval) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        var residence = RegionParameter.inPath(residences, region);
        return find(residence, caller, reference)
                .flatMap(hold ->
                        twoPersons.ask(
                                residence,
                                Callers.account(identity),
                                caller,
                                "release " + hold.entry(),
                                Optional.ofNullable(approval)))
                .orElseGet(() -> ok(holds(region, at -> release(at, caller, reference))));
    }

    /// The hold as it is now; its entry tells it from one that has the same reference later.
    private static Optional<LegalHold> find(Residence residence, Caller caller, String reference) {
        return residence.logHolds(caller.tenant()).stream()
                .filter(hold -> hold.reference().equals(reference))
                .findFirst();
    }

    private static List<LegalHold> release(Residence residence, Caller caller, String reference) {
        var released = residence.releaseLog(reference, caller.tenant(), caller.role());
        if (released.isEmpty()) {
            Notes.of("hold", caller, "release", Fault.NOT_FOUND.code()).write(residence);
        }
        return released.stream().toList();
    }

    private CompletionStage<Response> answer(
            Caller caller, String region, Function<Residence, List<LegalHold>> work) {
        return CompletableFuture.supplyAsync(() -> holds(region, work), virtualThreads)
                .thenApply(LogHoldResource::ok)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private ObjectNode holds(String region, Function<Residence, List<LegalHold>> work) {
        return HoldJson.holds(List.of(RegionParameter.inPath(residences, region)), work);
    }

    private static Response ok(ObjectNode json) {
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
