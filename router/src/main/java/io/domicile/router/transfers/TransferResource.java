// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.router.Bodies;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// `/v1/transfers`: moves or copies a record, or moves a subject's home, to another region; shows
/// what has not ended.
@Path("/v1/transfers")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class TransferResource {

    private static final int PAGE = 1000;

    /// Comes before every id.
    private static final UUID NONE = new UUID(0, 0);

    private final Bodies bodies;
    private final OrderReader reader;
    private final Ordering ordering;
    private final Residences residences;
    private final Rejections rejections;
    private final CurrentIdentityAssociation identity;
    private final ExecutorService virtualThreads;

    TransferResource(
            Bodies bodies,
            OrderReader reader,
            Ordering ordering,
            Residences residences,
            Rejections rejections,
            CurrentIdentityAssociation identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.bodies = bodies;
        this.reader = reader;
        this.ordering = ordering;
        this.residences = residences;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// Begins a transfer if the law allows it; the same order again goes on with the same transfer.
    @POST
    @NonBlocking
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    public CompletionStage<Response> post(
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        var caller = Callers.of(identity.getIdentity());
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON))
                .thenApplyAsync(
                        body -> ordering.take(caller, reader.read(caller, body, key)),
                        virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    /// Transfers that have not ended: of the caller's tenant, for operators of all. Oldest first in
    /// each region, at most 1000 at once.
    ///
    /// @param after goes on after this one, the `next` of the answer before
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE, Roles.OPERATOR})
    public Response unfinished(@QueryParam("after") @Nullable String after) {
        var caller = Callers.of(identity.getIdentity());
        var whose =
                caller.role().equals(Roles.OPERATOR)
                        ? Optional.<String>empty()
                        : Optional.of(caller.tenant());
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("transfers");
        var last = Optional.ofNullable(after).map(TransferResource::id);
        for (var from : residences.all()) {
            if (last.isPresent() && !last.get().region().equals(from.region())) {
                continue;
            }
            Notes.of("transfer", caller, "read", "ok").write(from);
            var found = from.transfers().unfinished(whose, last.map(RecordId::uuid).orElse(NONE));
            for (var transfer : found) {
                if (list.size() < PAGE) {
                    list.add(TransferReplies.summary(from, transfer));
                }
            }
            last = Optional.empty();
        }
        if (list.size() == PAGE) {
            json.put("next", list.get(PAGE - 1).path("id").asText());
        }
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static RecordId id(String text) {
        return RecordId.parse(text)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.UNKNOWN_VALUE, "after is the id of a transfer."));
    }
}
