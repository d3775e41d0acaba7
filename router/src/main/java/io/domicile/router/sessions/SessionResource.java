// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Closure;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.SubmissionReader;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// `DELETE /v1/sessions/{id}`: the driver has left the car.
@Path("/v1/sessions/{id}")
final class SessionResource {

    private final Sessions sessions;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    SessionResource(Sessions sessions, Rejections rejections, SecurityIdentity identity) {
        this.sessions = sessions;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// Ends a session of the caller's tenant in every region. Idempotent: when a region is down,
    /// the answer is 503 and the same call later finishes the rest. The answer names the session
    /// nowhere.
    @DELETE
    @RunOnVirtualThread
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response close(@PathParam("id") String id) {
        var caller = Callers.of(identity);
        if (id.length() > SubmissionReader.LONGEST_SESSION) {
            var detail = "A session's id has at most 128 characters.";
            return rejections
                    .reject(caller, new ProblemException(Fault.OUT_OF_RANGE, detail))
                    .toCompletableFuture()
                    .join();
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.put("outcome", "closed");
        json.put("tenant", caller.tenant());
        var regions = json.putArray("regions");
        try {
            sessions.close(caller, id).forEach(closure -> regions.add(json(closure)));
        } catch (RuntimeException thrown) {
            return rejections.reject(caller, thrown).toCompletableFuture().join();
        }
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static ObjectNode json(Closure closure) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", closure.region().code());
        json.put("closed_at", closure.closedAt().toString());
        var keys = json.putArray("keys_destroyed");
        closure.keys().forEach(key -> keys.add(key.toString()));
        json.put("records", closure.records());
        if (closure.held() > 0) {
            json.put("keys_held", closure.held());
        }
        json.putObject("audit").put("log", closure.log()).put("entry", closure.entry().toString());
        return json;
    }
}
