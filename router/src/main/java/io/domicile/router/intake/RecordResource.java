// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.regions.Bytes;
import io.domicile.router.Bodies;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `POST /v1/records`: one record as JSON.
@Path("/v1/records")
final class RecordResource {

    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");

    private final Bodies bodies;
    private final Intake intake;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    RecordResource(Bodies bodies, Intake intake, Rejections rejections, SecurityIdentity identity) {
        this.bodies = bodies;
        this.intake = intake;
        this.rejections = rejections;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed(Roles.SERVICE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        var caller = Callers.of(identity);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON))
                .thenCompose(body ->
                        intake.take(caller, SubmissionReader.read(body), repeatable(key, body)))
                .thenApply(RecordResource::response)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private static Optional<Intake.Repeatable> repeatable(@Nullable String key, byte[] body) {
        if (key == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "Idempotency-Key takes 1 to 128 visible ASCII characters.");
        }
        return Optional.of(new Intake.Repeatable("records:" + key, Bytes.of(body)));
    }

    private static Response response(Answer answer) {
        var response =
                Response.status(answer.status())
                        .type(
                                answer.status() < 400
                                        ? MediaType.APPLICATION_JSON
                                        : Problem.MEDIA_TYPE)
                        .entity(answer.body().toString());
        if (answer.status() == 201) {
            response.header("Location", "/v1/records/" + answer.body().path("id").asText());
        }
        return answer.timing().isEmpty()
                ? response.build()
                : response.header("Server-Timing", answer.timing()).build();
    }
}
