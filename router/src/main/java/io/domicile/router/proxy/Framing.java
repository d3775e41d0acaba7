// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses requests that two readers may read in two ways, before anything of them is used.
///
/// An offer to go on in HTTP/2, which many clients make, is passed over, as RFC 9110 (7.8) lets a
/// server do.
final class Framing {

    private static final int MOST_HEADERS = 100;
    private static final Set<String> ONCE =
            Set.of(
                    "host",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "authorization",
                    "domicile-authorization",
                    "idempotency-key",
                    "reason");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /// Dots, slashes and controls that are hidden in a path, and what a server may cut off.
    private static final Pattern DECEIT =
            Pattern.compile(
                    ".*(//|/[.]{1,2}(/|$)|%(2e|2f|5c|00|0[0-9a-f]|1[0-9a-f]|7f|25)|[;\\\\#\\s]).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern ESCAPES = Pattern.compile("(?:[!-$&-~]|%[0-9a-fA-F]{2})*");

    private Framing() {}

    /// Checks a request's head.
    ///
    /// @throws ProblemException with status 400 or 405
    static void check(HttpServerRequest request) {
        require(
                METHODS.contains(request.method().name()),
                Fault.METHOD_NOT_ALLOWED,
                "This method does not go through.");
        require(
                request.version() != HttpVersion.HTTP_1_0,
                Fault.BAD_REQUEST,
                "Send HTTP/1.1 or HTTP/2.");
        var headers = request.headers();
        require(headers.size() <= MOST_HEADERS, Fault.BAD_REQUEST, "Too many headers.");
        for (var name : ONCE) {
            require(
                    headers.getAll(name).size() <= 1,
                    Fault.BAD_REQUEST,
                    "Send the header " + name + " once.");
        }
        var transfer = headers.get("transfer-encoding");
        require(
                transfer == null || transfer.equals("chunked"),
                Fault.BAD_REQUEST,
                "Transfer-Encoding can be chunked alone.");
        require(
                transfer == null || !headers.contains("content-length"),
                Fault.BAD_REQUEST,
                "Send Content-Length or Transfer-Encoding.");
        var length = headers.get("content-length");
        require(
                length == null || length.matches("[0-9]{1,18}"),
                Fault.BAD_REQUEST,
                "Content-Length is a number.");
        require(
                headers.getAll("upgrade").stream().allMatch("h2c"::equalsIgnoreCase),
                Fault.BAD_REQUEST,
                "Connections are not upgraded.");
        path(request);
    }

    /// The host that a request names, in lower case.
    ///
    /// @throws ProblemException with status 400 if it names none
    static String host(HttpServerRequest request) {
        var authority = request.authority();
        if (authority == null) {
            throw new ProblemException(Fault.BAD_REQUEST, "Send the header Host.");
        }
        return authority.host().toLowerCase(Locale.ROOT);
    }

    private static void path(HttpServerRequest request) {
        var uri = String.valueOf(request.uri());
        int query = uri.indexOf('?');
        var path = query < 0 ? uri : uri.substring(0, query);
        require(
                path.startsWith("/")
                        && ESCAPES.matcher(uri).matches()
                        && !DECEIT.matcher(path).matches()
                        && uri.indexOf('#') < 0,
                Fault.BAD_REQUEST,
                "The address must be a plain path.");
    }

    private static void require(boolean condition, Fault fault, String detail) {
        if (!condition) {
            throw new ProblemException(fault, detail);
        }
    }
}
