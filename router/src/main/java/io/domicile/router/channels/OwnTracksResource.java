// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// `POST /v1/ingest/owntracks`: what the OwnTracks apps send in HTTP mode.
@Path("/v1/ingest/owntracks")
final class OwnTracksResource {

    /// The apps say JSON; the Recorder's documented curl calls say nothing, which makes it a form.
    private static final Set<String> TYPES =
            Set.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED);

    private final Bodies bodies;
    private final OwnTracks ownTracks;
    private final Intake intake;
    private final Rejections rejections;
    private final Tenants tenants;
    private final SecurityIdentity identity;

    OwnTracksResource(
            Bodies bodies,
            OwnTracks ownTracks,
            Intake intake,
            Rejections rejections,
            Tenants tenants,
            SecurityIdentity identity) {
        this.bodies = bodies;
        this.ownTracks = ownTracks;
        this.intake = intake;
        this.rejections = rejections;
        this.tenants = tenants;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed({Roles.SERVICE, Roles.DEVICE})
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(
            @Context HttpServerRequest request,
            @HeaderParam("X-Limit-U") @Nullable String header,
            @QueryParam("u") @Nullable String query) {
        var caller = Callers.of(identity);
        var account = account(header, query);
        var channel = Channel.ofPhones(tenants.of(caller.tenant()), "owntracks");
        return bodies.read(request, TYPES)
                .thenCompose(body -> take(caller, ownTracks.read(body, checked(account), channel)))
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    /// A device may speak for itself alone; a service names the account.
    private Optional<String> account(@Nullable String header, @Nullable String query) {
        if (identity.hasRole(Roles.DEVICE)) {
            return Optional.of(identity.getPrincipal().getName());
        }
        return Optional.ofNullable(header).or(() -> Optional.ofNullable(query));
    }

    private static Optional<String> checked(Optional<String> account) {
        boolean bad =
                account.filter(name ->
                                name.isBlank()
                                        || name.length() > 256
                                        || name.chars().anyMatch(Character::isISOControl))
                        .isPresent();
        if (bad) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "X-Limit-U and u take 1 to 256 characters.");
        }
        return account;
    }

    private CompletionStage<Response> take(Caller caller, List<Submission> submissions) {
        if (submissions.isEmpty()) {
            return rejections
                    .note(caller, "ignored", "ignore", "ok")
                    .thenApply(_ -> accepted("ignored").build());
        }
        CompletionStage<List<Answer>> answers =
                CompletableFuture.completedFuture(new ArrayList<>());
        for (var submission : submissions) {
            answers =
                    answers.thenCombine(
                            intake.take(caller, submission, Optional.empty()),
                            (all, answer) -> {
                                all.add(answer);
                                return all;
                            });
        }
        return answers.thenApply(OwnTracksResource::response);
    }

    private static Response response(List<Answer> answers) {
        var refused = answers.stream().filter(answer -> answer.status() == 451).findFirst();
        if (refused.isPresent()) {
            return Response.status(451)
                    .type(Problem.MEDIA_TYPE)
                    .entity(refused.get().body().toString())
                    .build();
        }
        var answer = answers.getLast();
        var response = accepted(answer.outcome());
        return answers.size() == 1
                ? response.header("Location", "/v1/records/" + answer.body().path("id").asText())
                        .build()
                : response.build();
    }

    /// The apps expect a list of messages for them; there are none.
    private static Response.ResponseBuilder accepted(String outcome) {
        return Response.ok("[]", MediaType.APPLICATION_JSON).header("Domicile-Outcome", outcome);
    }
}
