// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Caller;
import io.domicile.router.records.Reader;
import java.util.Optional;

/// One request on its way through the proxy.
///
/// @param caller who sent it
/// @param reader what its token says of it as a reader
/// @param match the route that it takes
/// @param key its `Idempotency-Key`
/// @param reason the caller's reference to an approval or a ticket
record Call(
        Caller caller,
        Reader reader,
        Routes.Match match,
        Optional<String> key,
        Optional<String> reason) {

    /// Somebody who gets to see records.
    ///
    /// @param claims what else a token says of it
    record Audience(Caller caller, Reader claims) {}

    /// Who reads what comes from the upstream: the caller.
    Audience downstream() {
        return new Audience(caller, reader);
    }

    /// Who reads what goes to the upstream: it, in its country.
    Audience upstream() {
        return new Audience(
                new Caller(caller.tenant(), caller.role(), route().country(), caller.credential()),
                Reader.UNKNOWN);
    }

    Route route() {
        return match.route();
    }
}
