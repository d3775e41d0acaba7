// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.proxy.Passage.Direction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The body of an upstream's answer on its way to the caller.
///
/// @param shared what exchanges share
/// @param call to whose request it is
/// @param context where the exchange runs
record AnswerBody(Exchanges shared, Call call, Context context) {

    private static final Logger LOG = Logger.getLogger(AnswerBody.class);

    /// Reads and changes the body where the route declares fields; else it streams.
    ///
    /// @return fails with what is wrong with it
    Future<Void> change(ProxyContext proxied) {
        if (call.route().response().isEmpty() || hasNone(proxied)) {
            return Future.succeededFuture();
        }
        return read(proxied.response());
    }

    private Future<Void> read(ProxyResponse answer) {
        var headers = answer.headers();
        if ("0".equals(headers.get("content-length"))) {
            return nothing();
        }
        var type = type(headers);
        if (type.isEmpty()) {
            return call.route().passUnknown() ? Future.succeededFuture() : unknown(answer);
        }
        var encoding = headers.get("content-encoding");
        return BoundedBody.read(answer.getBody().stream(), shared.limit(call.route()))
                .compose(body -> {
                    var length = headers.get("content-length");
                    if (length != null && !length.equals(Integer.toString(body.length))) {
                        return tooShort();
                    }
                    if (body.length == 0) {
                        answer.setBody(Body.body(Buffer.buffer()));
                        return nothing();
                    }
                    return shared.blocking(() -> changed(type.get(), encoding, body), context)
                            .map(changed -> {
                                Headers.ofChanged(headers, changed.contentType());
                                headers.set("cache-control", "no-store");
                                return answer.setBody(Body.body(changed.body()));
                            })
                            .mapEmpty();
                });
    }

    /// An upstream that stops may end an answer as if it were whole.
    private static Future<Void> tooShort() {
        return Future.failedFuture(
                new ProblemException(Fault.UPSTREAM_UNREACHABLE, "The answer ended too early."));
    }

    /// Nobody reads it, so that its end, which is ours to bring about, is no news.
    private static Future<Void> unknown(ProxyResponse answer) {
        answer.getBody().stream()
                .exceptionHandler(
                        thrown -> LOG.debugf("an answer is left: %s", thrown.getClass().getName()));
        return Future.failedFuture(
                new ProblemException(
                        Fault.UNSUPPORTED_MEDIA_TYPE, "It is of no type that is read."));
    }

    private Passage.Changed changed(ContentType type, @Nullable String encoding, byte[] body) {
        var unpacked = Gunzip.unpack(body, encoding, shared.limit(call.route()));
        return shared.passage().change(call, Direction.ANSWER, type, unpacked);
    }

    private Future<Void> nothing() {
        shared.passage().requireNothing(call, Direction.ANSWER);
        return Future.succeededFuture();
    }

    private static Optional<ContentType> type(MultiMap headers) {
        var types = headers.getAll("content-type");
        return types.size() == 1
                ? ContentType.parse(types.getFirst()).filter(Payload::isKnown)
                : Optional.empty();
    }

    private static boolean hasNone(ProxyContext proxied) {
        int status = proxied.response().getStatusCode();
        return proxied.request().getMethod().equals(HttpMethod.HEAD)
                || status == 204
                || status == 304;
    }

    /// Puts the blame for what is wrong with an answer on the upstream, not on the caller. Where it
    /// is wrong is told by the paths of rules alone: a pointer has names of the answer.
    static Throwable blamed(Throwable cause) {
        return cause instanceof ProblemException ours && ours.problem().fault().status() < 500
                ? new ProblemException(
                        new Problem(
                                Fault.ANSWER_REFUSED,
                                "The upstream's answer: " + ours.problem().detail(),
                                ours.problem().pointer().filter(place -> place.startsWith("$"))))
                : cause;
    }
}
