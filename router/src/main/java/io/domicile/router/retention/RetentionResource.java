// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.retention;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// `GET /v1/retention`: how many records are over and not removed yet, in each region. The numbers
/// are of all tenants together, so they are for who runs the gateway; a tenant finds its own in the
/// log.
@Path("/v1/retention")
final class RetentionResource {

    private final Residences residences;
    private final CurrentIdentityAssociation identity;

    RetentionResource(Residences residences, CurrentIdentityAssociation identity) {
        this.residences = residences;
        this.identity = identity;
    }

    /// All regions of this gateway, as of now.
    @GET
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response all() {
        var answer = JsonNodeFactory.instance.objectNode();
        var regions = answer.putArray("regions");
        var caller = Callers.of(identity.getIdentity(), List.of(Roles.OPERATOR));
        for (var residence : residences.all()) {
            Notes.of("retention", caller, "read", "ok").write(residence);
            regions.add(state(residence));
        }
        return Response.ok(answer.toString()).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private static ObjectNode state(Residence residence) {
        var retention = residence.retention();
        var state = JsonNodeFactory.instance.objectNode();
        state.put("region", residence.region().code());
        state.put("overdue", retention.overdue());
        retention.oldestOverdue().ifPresent(at -> state.put("oldest_overdue", at.toString()));
        state.put("removed", retention.removed());
        retention.nextExpiry().ifPresent(at -> state.put("next_expiry", at.toString()));
        retention.sweptAt().ifPresent(at -> state.put("swept_at", at.toString()));
        retention.pausedUntil().ifPresent(at -> state.put("paused_until", at.toString()));
        retention
                .stated()
                .ifPresent(stated ->
                        state.putObject("stated")
                                .put("overdue", stated.overdue())
                                .put("at", stated.at().toString())
                                .put("log", residence.origin())
                                .put("entry", stated.entry().toString()));
        return state;
    }
}
