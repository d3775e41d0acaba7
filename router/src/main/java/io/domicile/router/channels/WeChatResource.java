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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /v1/ingest/wechat`: callbacks of WeChat official accounts, in clear and in AES
/// mode. The signature is the caller's proof; there is no token.
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

        @RestQuery("encrypt_type")
        @Nullable String encryption;

        @RestQuery("msg_signature")
        @Nullable String message;
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
        if (!isAsAgreed(signed, signer)) {
            throw unsigned();
        }
        return bodies.read(request, TYPES)
                .thenApply(WeChatXml::read)
                .thenApply(xml -> opened(xml, signed, signer))
                .thenCompose(opened ->
                        opened.map(xml -> take(caller, xml, signer))
                                .orElseGet(() -> CompletableFuture.failedFuture(unsigned())))
                .exceptionallyCompose(thrown ->
                        isUnsigned(thrown)
                                ? CompletableFuture.failedFuture(thrown)
                                : rejections.reject(caller, thrown));
    }

    /// What the callback says; empty if it is encrypted and was not made with token and key. Which
    /// of the two was wrong, and how, is told to nobody.
    private static Optional<WeChatXml> opened(WeChatXml xml, Signed signed, WeChat.Signer signer) {
        return signer.cipher().isEmpty()
                ? Optional.of(xml)
                : signer.cipher()
                        .filter(_ -> isSigned(xml, signed, signer))
                        .flatMap(cipher -> cipher.open(xml.text("Encrypt").orElse("")))
                        .map(WeChatXml::read);
    }

    private static boolean isSigned(WeChatXml xml, Signed signed, WeChat.Signer signer) {
        var encrypted = xml.text("Encrypt").orElse("");
        var message = signed.message;
        return message != null
                && signature(signed)
                        .filter(signature -> signature.isBy(signer.token(), message, encrypted))
                        .isPresent();
    }

    /// Whether the callback is encrypted if it should be: what is not is not covered by a
    /// signature.
    private static boolean isAsAgreed(Signed signed, WeChat.Signer signer) {
        return signer.cipher().isPresent()
                ? "aes".equals(signed.encryption)
                : signed.encryption == null || signed.encryption.equals("raw");
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
        return signature(signed).flatMap(weChat::signer).orElseThrow(WeChatResource::unsigned);
    }

    private static Optional<WeChatSignature> signature(Signed signed) {
        return WeChatSignature.of(signed.signature, signed.timestamp, signed.nonce);
    }

    /// A caller that is not who it says is a refused login, not a bad request.
    private static ProblemException unsigned() {
        return new ProblemException(
                Fault.FORBIDDEN,
                "The signature is missing, stale or made with another token, or the callback is not"
                        + " encrypted as it should be.");
    }

    private static boolean isUnsigned(Throwable thrown) {
        var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof ProblemException ours && ours.problem().fault() == Fault.FORBIDDEN;
    }

    /// Anything else would make WeChat send the callback again; a refusal stands, and is audited.
    private static Response success(String outcome) {
        return Response.ok("success", MediaType.TEXT_PLAIN)
                .header("Domicile-Outcome", outcome)
                .build();
    }
}
