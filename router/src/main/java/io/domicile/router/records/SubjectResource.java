// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Erasure;
import io.domicile.regions.Residences;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `DELETE /v1/subjects/{id}`: erases a data subject of the caller's tenant in every region.
@Path("/v1/subjects/{id}")
final class SubjectResource {

    private final Residences residences;
    private final SecurityIdentity identity;

    SubjectResource(Residences residences, SecurityIdentity identity) {
        this.residences = residences;
        this.identity = identity;
    }

    /// Destroys the subject's keys, region by region. Idempotent: when a region is down, the answer
    /// is 503 and the same call later finishes the rest. The certificate names the subject nowhere,
    /// so it can be filed.
    @DELETE
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response erase(@PathParam("id") String id) {
        var caller = Callers.of(identity);
        var note = Notes.of("erasure", caller, "erase", "ok").build();
        var certificate = JsonNodeFactory.instance.objectNode();
        certificate.put("outcome", "erased");
        certificate.put("tenant", caller.tenant());
        var regions = certificate.putArray("regions");
        for (var residence : residences.all()) {
            regions.add(json(residence.erase(caller.tenant(), id, note)));
        }
        return Response.ok(certificate.toString(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static ObjectNode json(Erasure erasure) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", erasure.region().code());
        var keys = json.putArray("keys_destroyed");
        erasure.keys().forEach(key -> keys.add(key.toString()));
        json.put("records", erasure.records());
        json.put("at", erasure.at().toString());
        json.putObject("audit").put("log", erasure.log()).put("entry", erasure.entry().toString());
        return json;
    }
}
