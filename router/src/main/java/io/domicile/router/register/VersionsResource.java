// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `GET /v1/register/versions` and one of them: who changed what, and when.
@Authenticated
@Path("/v1/register/versions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class VersionsResource {

    private static final int PAGE = 100;
    private static final String NUMBER = "[1-9][0-9]{0,17}";

    private final Editor editor;
    private final Rejections rejections;
    private final SecurityIdentity identity;
    private final ExecutorService virtualThreads;

    VersionsResource(
            Editor editor,
            Rejections rejections,
            SecurityIdentity identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.editor = editor;
        this.rejections = rejections;
        this.identity = identity;
        this.virtualThreads = virtualThreads;
    }

    /// The versions, the latest first, at most 100; `before` asks for those below a version.
    @GET
    @NonBlocking
    public CompletionStage<Response> list(@QueryParam("before") @Nullable String before) {
        return answer(caller -> list(caller, before == null ? Long.MAX_VALUE : number(before)));
    }

    /// One version with its document.
    @GET
    @Path("{version}")
    @NonBlocking
    public CompletionStage<Response> get(@PathParam("version") String version) {
        return answer(caller ->
                Optional.of(version)
                        .filter(text -> text.matches(NUMBER))
                        .flatMap(text -> editor.edition(caller.tenant(), Long.parseLong(text)))
                        .map(edition -> EditionJson.whole(edition).toString())
                        .orElseThrow(VersionsResource::absent));
    }

    private CompletionStage<Response> answer(Function<Caller, String> work) {
        var access = Access.of(identity);
        return access.admit(Roles.COMPLIANCE, Roles.OPERATOR)
                .thenApplyAsync(
                        caller -> {
                            editor.noteRead(caller);
                            return work.apply(caller);
                        },
                        virtualThreads)
                .thenApply(body ->
                        Response.ok(body, MediaType.APPLICATION_JSON)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                .exceptionallyCompose(thrown -> rejections.reject(access.caller(), thrown));
    }

    private String list(Caller caller, long before) {
        var json = JsonNodeFactory.instance.objectNode();
        var versions = json.putArray("versions");
        editor.editions(caller.tenant(), before, PAGE)
                .forEach(edition -> versions.add(EditionJson.line(edition)));
        return json.toString();
    }

    private static long number(String text) {
        if (!text.matches(NUMBER)) {
            throw new ProblemException(Fault.BAD_REQUEST, "before is not a version.");
        }
        return Long.parseLong(text);
    }

    private static ProblemException absent() {
        return new ProblemException(Fault.NOT_FOUND, "No such version of this register.");
    }
}
