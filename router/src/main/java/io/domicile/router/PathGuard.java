// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses addresses with matrix parameters. The framework would cut them off, and a call for the
/// subject `a;b` would reach the subject `a`; `%3B` stands for the character itself.
final class PathGuard {

    @ServerRequestFilter(preMatching = true)
    void check(HttpServerRequest request) {
        var path = request.path();
        if (path != null && path.indexOf(';') >= 0) {
            throw new ProblemException(Fault.BAD_REQUEST, "Write ; in a path as %3B.");
        }
    }
}
