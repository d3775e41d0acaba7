// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.LostEntry;
import io.domicile.regions.Recovered;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/audit/{region}/recovery`: lets a region go on from a database that was restored from a
/// backup, and lists what restores have lost; `docs/backup.md` says when.
@Path("/v1/audit/{region}/recovery")
final class RecoveryResource {

    private static final int PAGE = 1000;

    private final Residences residences;
    private final CurrentIdentityAssociation identity;

    RecoveryResource(Residences residences, CurrentIdentityAssociation identity) {
        this.residences = residences;
        this.identity = identity;
    }

    /// Tells the database what was published since its backup, and destroys what was erased since.
    ///
    /// @param from how many entries of the log the database knows, as the gateway said in its log
    @POST
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response recover(@PathParam("region") String region, @QueryParam("from") String from) {
        var caller = Callers.of(identity.getIdentity(), List.of(Roles.OPERATOR));
        long known = number(from);
        var residence = RegionParameter.inPath(residences, region);
        return residence
                .recover(known, caller.tenant(), caller.role())
                .map(recovered -> answer(json(region, recovered), residence, recovered.first()))
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_ROLLED_BACK,
                                "Its database is not an old one, or knows another number of"
                                        + " entries."));
    }

    /// Lists what restores have lost: published entries of events that a backup was without, a
    /// thousand at most.
    ///
    /// @param from the lowest number; `next` of the page before, or 0
    @GET
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response lost(
            @PathParam("region") String region,
            @QueryParam("from") @DefaultValue("0") String from) {
        var caller = Callers.of(identity.getIdentity(), List.of(Roles.OPERATOR));
        long first = number(from);
        var residence = RegionParameter.inPath(residences, region);
        Notes.of("log", caller, "read", "ok").write(residence);
        var json = JsonNodeFactory.instance.objectNode().put("region", region);
        return answer(json, residence, first);
    }

    /// The answer with a page of what was lost.
    private static Response answer(ObjectNode json, Residence residence, long from) {
        var lost = residence.lost(from, PAGE);
        var list = json.putArray("lost");
        lost.forEach(one -> add(list.addObject(), one));
        if (lost.size() == PAGE) {
            json.put("next", lost.getLast().number() + 1);
        }
        return Response.ok(json.toString()).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static void add(ObjectNode json, LostEntry lost) {
        json.put("number", lost.number())
                .put("log", lost.log())
                .put("index", lost.index())
                .put("id", lost.id().toString())
                .put("time", lost.time().toString())
                .put("tenant", lost.tenant())
                .put("act", lost.act())
                .put("record", lost.isOfRecord());
    }

    private static long number(@Nullable String text) {
        if (text == null || !text.matches("\\d{1,15}")) {
            throw new ProblemException(Fault.OUT_OF_RANGE, "from is a number.");
        }
        return Long.parseLong(text);
    }

    private static ObjectNode json(String region, Recovered recovered) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("region", region)
                .put("from", recovered.from())
                .put("published", recovered.published())
                .put("entries", recovered.entries())
                .put("entries_lost", recovered.lost())
                .put("records_lost", recovered.records())
                .put("keys_destroyed", recovered.keys());
    }
}
