// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.RecordId;
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
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// `/v1/disclosures`: the register of what courts and authorities demand. For compliance of its own
/// tenant, for who runs the gateway of the one that it names.
@Path("/v1/disclosures")
@RolesAllowed({Roles.COMPLIANCE, Roles.OPERATOR})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class DisclosureResource {

    private static final long LARGEST = 64 << 10;
    private static final int PAGE = 100;

    static final List<String> ROLES = List.of(Roles.COMPLIANCE, Roles.OPERATOR);

    private final Demands demands;
    private final DemandReader reader;
    private final Cases cases;
    private final Residences residences;
    private final Clock clock;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    DisclosureResource(
            Demands demands,
            DemandReader reader,
            Cases cases,
            Residences residences,
            Clock clock,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.demands = demands;
        this.reader = reader;
        this.cases = cases;
        this.residences = residences;
        this.clock = clock;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// Enters a demand, whatever the law says of it.
    @POST
    @NonBlocking
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity, ROLES);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenApplyAsync(body -> demands.take(reader.read(caller, body)), virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    /// Demands, the latest first in each region; at most 100 of each. Those that are kept from the
    /// caller are not among them. Audited.
    ///
    /// @param before only those that came before this one, the `next` of a region in the answer
    ///   before; with that region
    @GET
    @RunOnVirtualThread
    public Response list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("region") @Nullable String region,
            @QueryParam("before") @Nullable String before) {
        var caller = Callers.of(identity, ROLES);
        try {
            var owner = Cases.owner(caller, Optional.ofNullable(tenant));
            var json = JsonNodeFactory.instance.objectNode();
            var list = json.putArray("regions");
            for (var residence : RegionParameter.of(residences, region)) {
                var below = before(region, before, residence);
                list.add(page(caller.onBehalfOf(owner), residence, below));
            }
            return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (ProblemException bad) {
            return rejections.reject(caller, bad).toCompletableFuture().join();
        }
    }

    private ObjectNode page(Caller caller, Residence residence, Optional<UUID> before) {
        var found = cases.list(caller, residence, before, PAGE);
        Notes.of(Demands.TYPE, caller, "read", "ok").write(residence);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        var list = json.putArray("disclosures");
        found.forEach(one -> list.add(CaseJson.of(one, clock.instant())));
        if (found.size() == PAGE) {
            json.put("next", found.getLast().id());
        }
        return json;
    }

    private static Optional<UUID> before(
            @Nullable String region, @Nullable String before, Residence residence) {
        if (before == null) {
            return Optional.empty();
        }
        return RecordId.parse(before)
                .filter(_ -> region != null)
                .filter(id -> id.region().equals(residence.region()))
                .map(id -> Optional.of(id.uuid()))
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.OUT_OF_RANGE,
                                "before is the next of the page before; name its region."));
    }
}
