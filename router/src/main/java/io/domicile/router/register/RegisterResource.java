// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Edition;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Roles;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `GET` and `PUT /v1/register`: what the gateway knows of the caller's tenant, whole.
@Authenticated
@Path("/v1/register")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class RegisterResource {

    private static final long LARGEST = 64 << 10;
    private static final Pattern TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private final Editor editor;
    private final Bodies bodies;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    RegisterResource(
            Editor editor,
            Bodies bodies,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.editor = editor;
        this.bodies = bodies;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The latest version, or what the configuration says as version 0.
    @GET
    @NonBlocking
    public CompletionStage<Response> get() {
        var access = Access.of(identity);
        return access.admit(Roles.COMPLIANCE, Roles.OPERATOR)
                .thenApplyAsync(this::read, virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(access.caller(), thrown));
    }

    /// Replaces the version that `If-Match` names.
    @PUT
    @NonBlocking
    public CompletionStage<Response> put(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context HttpServerRequest request) {
        var access = Access.of(identity);
        return bodies.read(request, Set.of(MediaType.APPLICATION_JSON), LARGEST)
                .thenCombineAsync(
                        access.admit(Roles.COMPLIANCE),
                        (body, caller) -> replace(caller, version(ifMatch), body),
                        virtualThreads)
                .exceptionallyCompose(thrown -> rejections.reject(access.caller(), thrown));
    }

    private Response read(Caller caller) {
        editor.noteRead(caller);
        return editor.latest(caller.tenant())
                .map(edition -> answer(edition.id().version(), EditionJson.whole(edition)))
                .orElseGet(() -> answer(0, seed(caller)));
    }

    private ObjectNode seed(Caller caller) {
        var json = JsonNodeFactory.instance.objectNode().put("version", 0);
        json.set("document", editor.seed(caller.tenant()));
        return json;
    }

    private Response replace(Caller caller, long after, byte[] body) {
        Edition edition = editor.replace(caller, after, body);
        var json = EditionJson.whole(edition);
        json.withObject("/audit").put("log", editor.origin());
        return answer(edition.id().version(), json);
    }

    private static Response answer(long version, ObjectNode json) {
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .tag(new EntityTag(Long.toString(version)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static long version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new ProblemException(
                    Fault.PRECONDITION_REQUIRED,
                    "Send If-Match with the ETag of the version that is replaced.");
        }
        var tag = TAG.matcher(ifMatch);
        if (!tag.matches()) {
            throw new ProblemException(
                    Fault.PRECONDITION_FAILED, "If-Match is not the ETag of a version.");
        }
        return Long.parseLong(tag.group(1));
    }
}
