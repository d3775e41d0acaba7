// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.bundles;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyBundles;
import io.domicile.policies.PolicyBundles.Replacement;
import io.domicile.regions.Residences;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.Tenants;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// The policy bundle in force: OPA servers fetch it as of OPA's bundle API, operators put another
/// one in its place.
@Path("/v1/policies")
final class BundleResource {

    private final PolicyBundles bundles;
    private final BundleFile file;
    private final DomicileConfig.Policies config;
    private final Residences residences;
    private final Tenants tenants;
    private final Bodies bodies;
    private final Rejections rejections;
    private final CurrentIdentityAssociation identity;
    private final ExecutorService virtualThreads;

    BundleResource(
            PolicyBundles bundles,
            BundleFile file,
            DomicileConfig config,
            Residences residences,
            Tenants tenants,
            Bodies bodies,
            Rejections rejections,
            CurrentIdentityAssociation identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.bundles = bundles;
        this.file = file;
        this.config = config.policies();
        this.residences = residences;
        this.tenants = tenants;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The bundle in force; 304 for who has it.
    @GET
    @Path("bundle.tar.gz")
    @PermitAll
    @RunOnVirtualThread
    public Response get(@Context Request request) {
        requireReader();
        var active = bundles.active();
        var tag = new EntityTag(active.revision().digest());
        var unchanged = request.evaluatePreconditions(tag);
        var answer =
                unchanged == null ? Response.ok(active.bytes(), "application/gzip") : unchanged;
        return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }

    /// Verifies the bundle in the body and puts it in force, or says why not. Audited either way.
    @PUT
    @Path("bundle")
    @NonBlocking
    @RolesAllowed(Roles.OPERATOR)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> put(@Context HttpServerRequest request) {
        var caller = Callers.of(identity.getIdentity(), List.of(Roles.OPERATOR));
        return bodies.read(request, BundleFile.TYPES, BundleFile.LARGEST)
                .thenApplyAsync(bundle -> replace(caller, bundle), virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private Response replace(Caller caller, byte[] bundle) {
        return switch (bundles.replace(
                bundle, file.requiredKey(), accepted -> keep(caller, accepted))) {
            case Replacement.Refused(String reason) ->
                    throw new ProblemException(
                            Fault.BUNDLE_REFUSED, reason + ". The one in force stays.");
            case Replacement.Active(var revision) ->
                    Response.ok(
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("revision", revision.revision())
                                            .put("digest", revision.digest())
                                            .toString())
                            .tag(new EntityTag(revision.digest()))
                            .build();
        };
    }

    /// First durable in the audit log, then in place.
    private void keep(Caller caller, PolicyBundle bundle) {
        var inPlace = file.prepare(bundle);
        var note = Notes.of("policy", caller, "config", "ok").policy(bundle.revision()).build();
        residences
                .at(tenants.ingressRegion())
                .note(note, Optional.empty(), Optional.empty())
                .toCompletableFuture()
                .join();
        inPlace.run();
    }

    private void requireReader() {
        if (config.everyone()) {
            return;
        }
        SecurityIdentity reader = identity.getDeferredIdentity().await().indefinitely();
        if (reader.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (!reader.hasRole(Roles.OPERATOR) && !reader.hasRole(Roles.SERVICE)) {
            throw new ForbiddenException();
        }
    }
}
