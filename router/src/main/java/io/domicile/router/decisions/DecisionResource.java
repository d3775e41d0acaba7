// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.decisions;

import io.domicile.router.Bodies;
import io.domicile.router.Problem;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// `POST /v1/decisions`: would this be legal? Every effect is a 200, because nothing is done.
@Path("/v1/decisions")
final class DecisionResource {

    private final Bodies bodies;
    private final Decisions decisions;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final QuestionReader reader = new QuestionReader();

    DecisionResource(
            Bodies bodies, Decisions decisions, Rejections rejections, SecurityIdentity identity) {
        this.bodies = bodies;
        this.decisions = decisions;
        this.rejections = rejections;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed({Roles.SERVICE, Roles.COMPLIANCE, Roles.OPERATOR, Roles.REGULATOR})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON))
                .thenCompose(body -> decisions.ask(caller, reader.read(body)))
                .thenApply(answer ->
                        Response.ok(answer.toString(), MediaType.APPLICATION_JSON)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }
}
