// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Answers addresses that cannot be decoded, before any resource is looked for.
@Singleton
final class MalformedAddresses {

    void register(@Observes Router router) {
        router.errorHandler(Fault.BAD_REQUEST.status(), MalformedAddresses::answer);
    }

    private static void answer(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        var problem = Problem.of(Fault.BAD_REQUEST, "The address is malformed.");
        context.response()
                .setStatusCode(problem.fault().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(problem.json().toString());
    }
}
