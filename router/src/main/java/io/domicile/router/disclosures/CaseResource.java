// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.regions.Credential;
import io.domicile.regions.RecordId;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/v1/disclosures/{id}`: one demand, its release by two officers, and the hand-over.
@Path("/v1/disclosures/{id}")
@RolesAllowed({Roles.COMPLIANCE, Roles.OPERATOR})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class CaseResource {

    private static final long LARGEST = 16 << 10;

    private final Cases cases;
    private final Approvals approvals;
    private final HandOvers handOvers;
    private final Clock clock;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    CaseResource(
            Cases cases,
            Approvals approvals,
            HandOvers handOvers,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.cases = cases;
        this.approvals = approvals;
        this.handOvers = handOvers;
        this.clock = clock;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The demand; with its subjects for who is in the region. Audited.
    @GET
    @NonBlocking
    public CompletionStage<Response> get(
            @PathParam("id") String id, @QueryParam("tenant") @Nullable String tenant) {
        return answer(
                tenant,
                caller -> {
                    var found = cases.find(caller, id);
                    var json = CaseJson.of(found, clock.instant());
                    if (Cases.isHere(caller, found.residence())) {
                        CaseJson.add(json, found.residence().subjects(found.disclosure()));
                    }
                    Notes.of(Demands.TYPE, caller, "read", "ok").write(found.residence());
                    return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                            .header(HttpHeaders.CACHE_CONTROL, "no-store")
                            .build();
                });
    }

    /// Takes what an officer says of the demand.
    @POST
    @Path("approvals")
    @NonBlocking
    public CompletionStage<Response> approve(
            @PathParam("id") String id,
            @QueryParam("tenant") @Nullable String tenant,
            @Context HttpServerRequest request) {
        var signedIn = Callers.of(identity, DisclosureResource.ROLES);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(
                        body ->
                                approvals.take(
                                        owning(signedIn, tenant),
                                        officer(),
                                        id,
                                        Opinion.read(body)),
                        virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(signedIn, thrown));
    }

    /// The records, sealed to the recipient.
    ///
    /// @param after goes on after this record, the `next` of the answer before
    @GET
    @Path("hand-over")
    @NonBlocking
    public CompletionStage<Response> handOver(
            @PathParam("id") String id,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("after") @Nullable String after) {
        return answer(tenant, caller -> handOvers.give(caller, officer(), id, after(after)));
    }

    private CompletionStage<Response> answer(
            @Nullable String tenant, Function<Caller, Response> work) {
        var signedIn = Callers.of(identity, DisclosureResource.ROLES);
        return CompletableFuture.supplyAsync(
                        () -> work.apply(owning(signedIn, tenant)), virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(signedIn, thrown));
    }

    private static Caller owning(Caller caller, @Nullable String tenant) {
        return caller.onBehalfOf(Cases.owner(caller, Optional.ofNullable(tenant)));
    }

    /// Two tokens of one account are one officer.
    private Credential officer() {
        return Callers.account(identity)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.FORBIDDEN, "An officer's token names its account, sub."));
    }

    private static Optional<RecordId> after(@Nullable String after) {
        return Optional.ofNullable(after)
                .map(text ->
                        RecordId.parse(text)
                                .orElseThrow(() ->
                                        new ProblemException(
                                                Fault.UNKNOWN_VALUE, "after is a record's id.")));
    }
}
