// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Problem;
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
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `POST /v1/records`: one record as JSON, or as the data of a CloudEvent, or the events of a
/// batch.
@Path("/v1/records")
final class RecordResource {

    private final Bodies bodies;
    private final Intake intake;
    private final Batches batches;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    RecordResource(
            Bodies bodies,
            Intake intake,
            Batches batches,
            Rejections rejections,
            SecurityIdentity identity) {
        this.bodies = bodies;
        this.intake = intake;
        this.batches = batches;
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
        var mode = ContentMode.of(request.headers());
        return bodies.read(request, mode.types())
                .thenCompose(body -> take(caller, mode, request, body, IdempotencyKey.of(key)))
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private CompletionStage<Response> take(
            Caller caller,
            ContentMode mode,
            HttpServerRequest request,
            byte[] body,
            Optional<IdempotencyKey> key) {
        return switch (mode) {
            case NO_EVENT ->
                    take(caller, SubmissionReader.read(body), key.map(given -> given.whole(body)));
            case BINARY -> take(caller, CloudEvents.binary(request.headers(), body), key);
            case STRUCTURED -> take(caller, CloudEvents.structured(body), key);
            case BATCH -> {
                var events = CloudEvents.batch(body);
                yield batches.takeAll(
                        caller,
                        IntStream.range(0, events.size())
                                .mapToObj(i -> events.get(i).item(key, i))
                                .toList());
            }
        };
    }

    private CompletionStage<Response> take(
            Caller caller, CloudEvent event, Optional<IdempotencyKey> key) {
        var once = key.map(given -> given.whole(event.data().toArray())).orElseGet(event::once);
        return take(caller, event.submission(), Optional.of(once));
    }

    private CompletionStage<Response> take(
            Caller caller, Submission submission, Optional<Intake.Repeatable> repeatable) {
        return intake.take(caller, submission, repeatable).thenApply(Answer::response);
    }
}
