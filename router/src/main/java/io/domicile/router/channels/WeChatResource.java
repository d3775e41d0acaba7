// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.regions.Bytes;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.intake.Answer;
import io.domicile.router.intake.Intake;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /v1/ingest/wechat`: callbacks of WeChat official accounts in plain mode. The
/// signature is the caller's proof; there is no token.
@PermitAll
@Path("/v1/ingest/wechat")
@Produces({MediaType.TEXT_PLAIN, Problem.MEDIA_TYPE})
final class WeChatResource {

    private static final Set<String> TYPES = Set.of(MediaType.TEXT_XML, MediaType.APPLICATION_XML);

    private final Bodies bodies;
    private final WeChat weChat;
    private final Intake intake;
    private final Rejections rejections;

    WeChatResource(Bodies bodies, WeChat weChat, Intake intake, Rejections rejections) {
        this.bodies = bodies;
        this.weChat = weChat;
        this.intake = intake;
        this.rejections = rejections;
    }

    /// The query of every callback.
    static final class Signed {

        @RestQuery @Nullable String signature;
        @RestQuery @Nullable String timestamp;
        @RestQuery @Nullable String nonce;
    }

    /// The check that WeChat makes when the address is registered.
    @GET
    @NonBlocking
    public String echo(@BeanParam Signed signed, @QueryParam("echostr") @Nullable String echo) {
        signer(signed);
        if (echo == null || !echo.matches("[!-~]{1,256}")) {
            throw new ProblemException(Fault.BAD_REQUEST, "The query echostr is missing.");
        }
        return echo;
    }

    @POST
    @NonBlocking
    public CompletionStage<Response> post(
            @Context HttpServerRequest request, @BeanParam Signed signed) {
        var signer = signer(signed);
        var caller = signer.caller();
        return bodies.read(request, TYPES)
                .thenCompose(body -> take(caller, WeChatXml.read(body), signer))
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private CompletionStage<Response> take(Caller caller, WeChatXml xml, WeChat.Signer signer) {
        var submission = weChat.read(xml, signer);
        if (submission.isEmpty()) {
            return rejections
                    .note(caller, "ignored", "ignore", "ok")
                    .thenApply(_ -> success("ignored"));
        }
        var identity = weChat.identity(xml, signer);
        var once = new Intake.Repeatable(identity, Bytes.of(identity));
        return intake.take(caller, submission.get(), Optional.of(once))
                .thenApply(Answer::outcome)
                .thenApply(WeChatResource::success);
    }

    private WeChat.Signer signer(Signed signed) {
        return WeChatSignature.of(signed.signature, signed.timestamp, signed.nonce)
                .flatMap(weChat::signer)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.FORBIDDEN,
                                "The signature is missing, stale or made with another token."));
    }

    /// Anything else would make WeChat send the callback again; a refusal stands, and is audited.
    private static Response success(String outcome) {
        return Response.ok("success", MediaType.TEXT_PLAIN)
                .header("Domicile-Outcome", outcome)
                .build();
    }
}
