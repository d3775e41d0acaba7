// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of one `proxy.yaml`.
///
/// @param digest of the file, `sha256:…`
/// @param routes in the order of the file; the first that fits is taken
record Routes(String digest, List<Route> routes) {

    Routes {
        routes = List.copyOf(routes);
    }

    /// A route with the named segments of a path.
    record Match(Route route, Map<String, String> segments) {

        Match {
            segments = Map.copyOf(segments);
        }
    }

    /// The route of a request.
    ///
    /// @param host in lower case, without port
    Optional<Match> match(String host, String method, String path) {
        for (var route : routes) {
            if (route.fits(host, method)) {
                var segments = route.path().match(path);
                if (segments.isPresent()) {
                    return Optional.of(new Match(route, segments.get()));
                }
            }
        }
        return Optional.empty();
    }

    Optional<Route> named(String name) {
        return routes.stream().filter(route -> route.name().equals(name)).findFirst();
    }
}
