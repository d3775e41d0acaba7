// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.proxy.Passage.Direction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import java.util.Optional;

/// The body of a request on its way to the upstream.
///
/// @param shared what exchanges share
/// @param call whose it is
/// @param context where the exchange runs
record RequestBody(Exchanges shared, Call call, Context context) {

    /// Reads and changes the body where the route declares fields; else it streams.
    ///
    /// @return fails with [ProblemException] or [io.domicile.router.Refused]
    Future<Void> change(ProxyRequest request) {
        var origin = request.proxiedRequest();
        if (call.route().request().isEmpty()) {
            return Future.succeededFuture();
        }
        if (isEmpty(origin)) {
            shared.passage().requireNothing(call, Direction.REQUEST);
            return Future.succeededFuture();
        }
        var type =
                Optional.ofNullable(origin.getHeader("content-type"))
                        .flatMap(ContentType::parse)
                        .filter(Payload::isKnown);
        if (type.isEmpty()) {
            return call.route().passUnknown()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                            new ProblemException(
                                    Fault.UNSUPPORTED_MEDIA_TYPE,
                                    "Send a type that the gateway reads, in UTF-8."));
        }
        return shared.read(origin, type.get(), call.route(), context)
                .compose(body -> shared.blocking(() -> changed(origin, type.get(), body), context))
                .map(changed -> {
                    Headers.ofChanged(request.headers(), changed.contentType());
                    return request.setBody(Body.body(changed.body()));
                })
                .mapEmpty();
    }

    private Passage.Changed changed(HttpServerRequest origin, ContentType type, byte[] body) {
        var unpacked =
                Gunzip.unpack(
                        body, origin.getHeader("content-encoding"), shared.limit(call.route()));
        return shared.passage().change(call, Direction.REQUEST, type, unpacked);
    }

    /// Whether nothing follows the head.
    private static boolean isEmpty(HttpServerRequest request) {
        var length = request.getHeader("content-length");
        return request.isEnded()
                || "0".equals(length)
                || (length == null
                        && request.getHeader("transfer-encoding") == null
                        && request.version() != HttpVersion.HTTP_2);
    }
}
