// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Places;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.intake.Lines.Line;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `POST /v1/records` with one record a line, as NDJSON, and one result a line.
@Path("/v1/records")
final class LinesResource {

    private static final String TYPE = "application/x-ndjson";

    /// Requests at a time: each may hold a few of the largest bodies.
    private static final int MOST_AT_ONCE = 64;

    private final Places places = new Places(MOST_AT_ONCE);
    private final Bodies bodies;
    private final Batches batches;
    private final LineStream.Limits limits;
    private final Vertx vertx;
    private final SecurityIdentity identity;

    LinesResource(
            Bodies bodies,
            Batches batches,
            DomicileConfig config,
            Vertx vertx,
            SecurityIdentity identity) {
        var intake = config.intake();
        this.bodies = bodies;
        this.batches = batches;
        this.limits =
                new LineStream.Limits(
                        intake.maxBody().asLongValue(),
                        intake.maxLines(),
                        intake.bodyTimeout().toMillis(),
                        intake.linesTimeout().toMillis());
        this.vertx = vertx;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed(Roles.SERVICE)
    @Consumes(TYPE)
    @Produces(TYPE)
    public Multi<byte[]> post(
            @Context HttpServerRequest request,
            @Context RoutingContext call,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        try {
            return Multi.createFrom().publisher(stream(request, call, key));
        } catch (ProblemException refused) {
            bodies.hangUp(request);
            throw refused;
        }
    }

    private LineStream stream(
            HttpServerRequest request, RoutingContext call, @Nullable String key) {
        if (!Bodies.mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE)).equals(TYPE)) {
            throw new ProblemException(Fault.UNSUPPORTED_MEDIA_TYPE, "Send " + TYPE + " in UTF-8.");
        }
        var work = new OfCaller(Callers.of(identity), IdempotencyKey.of(key), request);
        var _ = places.take(call);
        return new LineStream(request, vertx.getOrCreateContext(), limits, work);
    }

    /// Takes the lines of a caller.
    private final class OfCaller implements LineStream.Work {

        private final Caller caller;
        private final Optional<IdempotencyKey> key;
        private final HttpServerRequest request;

        OfCaller(Caller caller, Optional<IdempotencyKey> key, HttpServerRequest request) {
            this.caller = caller;
            this.key = key;
            this.request = request;
        }

        @Override
        public CompletionStage<ObjectNode> take(Line line) {
            var place = Batches.place("line", line.number());
            return batches.take(caller, place, () -> item(line));
        }

        @Override
        public CompletionStage<ObjectNode> giveUp(long line, Problem problem) {
            bodies.hangUp(request);
            return batches.take(
                    caller,
                    Batches.place("line", line),
                    () -> {
                        throw new ProblemException(problem);
                    });
        }

        private Batches.Item item(Line line) {
            return switch (line) {
                case Line.TooLong _ ->
                        throw new ProblemException(
                                Fault.BODY_TOO_LARGE,
                                "At most %d bytes are taken in a line."
                                        .formatted(limits.longest()));
                case Line.Whole(long number, var text) ->
                        new Batches.Item(
                                SubmissionReader.read(text.toArray()),
                                key.map(given -> given.part(number, text)));
            };
        }
    }
}
