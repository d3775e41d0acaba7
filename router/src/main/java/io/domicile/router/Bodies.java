// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.router.alarms.CanaryWatch;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Reads request bodies on the event loop, never more than the limit and never longer than the time
/// that a body may take. What of a body nobody reads is thrown away, or ends the connection.
@Singleton
public final class Bodies {

    /// Before every other filter, so that it comes to every call.
    private static final int FIRST = 20_000;

    /// How long a caller that still sends may take to read its refusal.
    private static final long LINGER_MS = 1000;

    /// How much of a refused body is read and thrown away, so that its sender gets to the answer.
    private static final long MOST_THROWN_AWAY = 32L << 20;

    private final long limit;
    private final Duration timeout;
    private final Vertx vertx;
    private final CanaryWatch canaries;

    Bodies(DomicileConfig config, Vertx vertx, CanaryWatch canaries) {
        this.limit = config.intake().maxBody().asLongValue();
        this.timeout = config.intake().bodyTimeout();
        this.vertx = vertx;
        this.canaries = canaries;
    }

    void install(@Observes Filters filters) {
        filters.register(
                call -> {
                    var eventLoop = vertx.getOrCreateContext();
                    call.addEndHandler(_ -> eventLoop.runOnContext(_ -> leave(call.request())));
                    call.next();
                },
                FIRST);
    }

    /// Throws away what nobody has read when the answer has gone, for the next request on the
    /// connection comes behind it. Who does not send it at once loses the connection. It runs where
    /// the request is read, for elsewhere it might end in the midst of this.
    private void leave(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            hangUp(request);
            return;
        }
        request.resume();
        if (request.isEnded()) {
            // It does not say so to a reader who has asked for no more than there was.
            return;
        }
        long timer = closeLater(request);
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.endHandler(_ -> vertx.cancelTimer(timer));
        throwAway(request, () -> {});
    }

    /// Reads the body to its end.
    ///
    /// @param types media types taken, in lower case, without parameters
    /// @return the bytes, or a stage failed with [ProblemException]: 415 for another type or a
    ///   character set other than UTF-8, 413 beyond the limit, 408 when it does not come in time
    public CompletionStage<byte[]> read(HttpServerRequest request, Set<String> types) {
        return read(request, types, limit);
    }

    /// Reads a body that may be of another size than a record's.
    public CompletionStage<byte[]> read(HttpServerRequest request, Set<String> types, long limit) {
        if (!types.contains(mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE)))) {
            return failed(
                    request,
                    Fault.UNSUPPORTED_MEDIA_TYPE,
                    "Send " + String.join(" or ", types) + " in UTF-8.");
        }
        if (declaredLength(request) > limit) {
            return failed(request, Fault.BODY_TOO_LARGE, tooLarge(limit));
        }
        var body = new CompletableFuture<byte[]>();
        long timer =
                vertx.setTimer(
                        timeout.toMillis(),
                        _ ->
                                giveUp(
                                        request,
                                        body,
                                        Fault.REQUEST_TIMEOUT,
                                        "Send the body at once."));
        var unused = body.whenComplete((_, _) -> vertx.cancelTimer(timer));
        var read = Buffer.buffer();
        request.exceptionHandler(_ ->
                body.completeExceptionally(
                        new ProblemException(Fault.BAD_REQUEST, "The body ended too early.")));
        request.endHandler(_ -> {
            var bytes = read.getBytes();
            canaries.body(bytes);
            body.complete(bytes);
        });
        request.handler(chunk -> {
            if (read.length() + chunk.length() <= limit) {
                read.appendBuffer(chunk);
            } else {
                giveUp(request, body, Fault.BODY_TOO_LARGE, tooLarge(limit));
            }
        });
        request.resume();
        return body;
    }

    private static String tooLarge(long limit) {
        return "At most %d bytes are taken.".formatted(limit);
    }

    /// The media type in lower case, without its parameters.
    ///
    /// @param header the value of `Content-Type`
    /// @return the type; empty where there is none, it is malformed, or it is not in UTF-8
    public static String mediaType(@Nullable String header) {
        if (header == null) {
            return "";
        }
        try {
            var type = MediaType.valueOf(header);
            var charset = type.getParameters().getOrDefault("charset", "utf-8");
            return charset.equalsIgnoreCase("utf-8")
                    ? (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT)
                    : "";
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return header == null ? 0 : Long.parseLong(header);
    }

    private CompletionStage<byte[]> failed(HttpServerRequest request, Fault fault, String detail) {
        var body = new CompletableFuture<byte[]>();
        giveUp(request, body, fault, detail);
        return body;
    }

    private void giveUp(
            HttpServerRequest request, CompletableFuture<byte[]> body, Fault fault, String detail) {
        hangUp(request);
        body.completeExceptionally(new ProblemException(fault, detail));
    }

    /// Reads no more of a body, and closes the connection after the answer. A close with unread
    /// bytes may take the answer with it, so some are thrown away until then. A connection of
    /// HTTP/2 has other requests too and stays, unless too much still comes.
    public void hangUp(HttpServerRequest request) {
        boolean shared = request.version() == HttpVersion.HTTP_2;
        var response = request.response();
        if (!shared) {
            if (!response.headWritten()) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            response.bodyEndHandler(_ -> closeLater(request));
        }
        throwAway(
                request,
                () -> {
                    if (shared) {
                        closeLater(request);
                    }
                });
    }

    /// @param tooMuch is told when no more is read
    private static void throwAway(HttpServerRequest request, Runnable tooMuch) {
        var thrownAway = new AtomicLong();
        request.handler(chunk -> {
            if (thrownAway.addAndGet(chunk.length()) > MOST_THROWN_AWAY) {
                request.pause();
                tooMuch.run();
            }
        });
        request.resume();
    }

    private long closeLater(HttpServerRequest request) {
        return vertx.setTimer(LINGER_MS, _ -> request.connection().close());
    }
}
