// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Caller;
import java.util.Optional;

/// One request on its way through the proxy.
///
/// @param caller who sent it
/// @param match the route that it takes
/// @param key its `Idempotency-Key`
/// @param reason the caller's reference to an approval or a ticket
record Call(Caller caller, Routes.Match match, Optional<String> key, Optional<String> reason) {

    /// Who reads what goes to the upstream: it, in its country.
    Caller upstream() {
        return new Caller(caller.tenant(), caller.role(), route().country(), caller.credential());
    }

    Route route() {
        return match.route();
    }
}
