// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Problem;
import io.domicile.router.Rejections;
import io.domicile.router.Tenants;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.Answer;
import io.domicile.router.intake.Intake;
import io.domicile.router.intake.Submission;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// `POST /v1/ingest/traccar`: what a Traccar server forwards.
@Path("/v1/ingest/traccar")
final class TraccarResource {

    private final Bodies bodies;
    private final Traccar traccar;
    private final Intake intake;
    private final Rejections rejections;
    private final Tenants tenants;
    private final SecurityIdentity identity;

    TraccarResource(
            Bodies bodies,
            Traccar traccar,
            Intake intake,
            Rejections rejections,
            Tenants tenants,
            SecurityIdentity identity) {
        this.bodies = bodies;
        this.traccar = traccar;
        this.intake = intake;
        this.rejections = rejections;
        this.tenants = tenants;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed(Roles.SERVICE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(@Context HttpServerRequest request) {
        var caller = Callers.of(identity);
        var channel = Channel.ofAny(tenants.of(caller.tenant()), "traccar", null);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON))
                .thenCompose(body -> take(caller, traccar.read(body, channel)))
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private CompletionStage<Response> take(Caller caller, Optional<Submission> submission) {
        return submission.isEmpty()
                ? rejections
                        .note(caller, "ignored", "ignore", "ok")
                        .thenApply(_ -> Response.noContent().build())
                : intake.take(caller, submission.get(), Optional.empty())
                        .thenApply(Answer::response);
    }
}
