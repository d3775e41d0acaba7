// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// The one service that a route leads to. Nothing of a request has a say in it.
///
/// @param tls whether it is reached over TLS
/// @param host its name
/// @param port its port
/// @param base what stands before the path of each request; empty or with a slash in front
record Upstream(boolean tls, String host, int port, String base) {

    /// Reads `http://host:port/base` or `https://…`; empty for any other address.
    static Optional<Upstream> parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if ((!tls && !scheme.equals("http"))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            return Optional.empty();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        var path = uri.getRawPath();
        return Optional.of(
                new Upstream(
                        tls,
                        uri.getHost().toLowerCase(Locale.ROOT),
                        port,
                        path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }
}
