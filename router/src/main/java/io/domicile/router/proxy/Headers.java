// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;

/// What becomes of headers on the way.
final class Headers {

    /// What is of one connection alone.
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "upgrade",
                    "http2-settings",
                    "expect");

    /// What is said of bytes that are not those any more.
    private static final Set<String> OF_OLD_BYTES =
            Set.of(
                    "content-length",
                    "content-encoding",
                    "content-md5",
                    "content-digest",
                    "repr-digest",
                    "digest",
                    "etag",
                    "accept-ranges",
                    "last-modified");

    /// What asks for less than a whole answer.
    private static final Set<String> PARTIAL =
            Set.of("range", "if-range", "if-none-match", "if-modified-since");

    private Headers() {}

    /// Takes away what is of the connection or ours.
    static void ofRequest(MultiMap headers, Route route) {
        headers.remove(headers.contains(Door.OWN) ? Door.OWN : Door.AUTHORIZATION);
        headers.remove(Door.REASON);
        hopByHop(headers);
        if (!route.response().isEmpty()) {
            headers.set("accept-encoding", "identity");
            PARTIAL.forEach(headers::remove);
        }
    }

    /// Adds what the upstream's status was, and how long it took in milliseconds.
    ///
    /// @param started when the request came, as [System#nanoTime]
    /// @param sent when it went to the upstream
    static void ofAnswer(MultiMap headers, int status, long started, long sent) {
        // the library would read the upstream's, which may be anything
        headers.remove("date").remove("warning");
        headers.set("upstream-status", Integer.toString(status));
        headers.add(
                "server-timing",
                String.format(
                        Locale.ROOT,
                        "domicile;dur=%.1f, upstream;dur=%.1f",
                        (sent - started) / 1e6,
                        (System.nanoTime() - sent) / 1e6));
    }

    /// Says what a changed body is.
    static void ofChanged(MultiMap headers, String contentType) {
        OF_OLD_BYTES.forEach(headers::remove);
        headers.set("content-type", contentType);
    }

    /// Takes away what is of one connection alone, and what the header `Connection` names.
    static void hopByHop(MultiMap headers) {
        for (var value : headers.getAll("connection")) {
            for (var name : value.split(",", -1)) {
                var named = name.strip().toLowerCase(Locale.ROOT);
                if (!named.isEmpty() && !named.startsWith("content-")) {
                    headers.remove(named);
                }
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
    }
}
