// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.ws.rs.core.Response;

/// Gives answers of our own, as the API words them.
final class Answers {

    private Answers() {}

    /// Answers a request that did not get to a route.
    static void send(HttpServerRequest request, Response answer) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(answer.getStatus());
            headers(answer, response.headers());
            var _ = response.end(body(answer));
        }
    }

    /// Puts the answer in the place of another.
    static ProxyResponse into(ProxyResponse response, Response answer) {
        response.setStatusCode(answer.getStatus());
        response.setStatusMessage(null);
        response.headers().clear();
        headers(answer, response.headers());
        return response.setBody(Body.body(body(answer)));
    }

    private static void headers(Response answer, MultiMap headers) {
        answer.getStringHeaders()
                .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        headers.set("content-type", String.valueOf(answer.getMediaType()));
    }

    private static Buffer body(Response answer) {
        return Buffer.buffer(String.valueOf(answer.getEntity()));
    }
}
