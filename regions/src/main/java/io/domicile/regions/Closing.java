// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Duration;
import java.util.Optional;

/// The wish to end a session in one region.
///
/// @param tenant whose session
/// @param session the tenant's id of it, in clear; used to derive a pseudonym, and forgotten
/// @param keepLog how long the law wants the network log kept; empty where no law does
/// @param note the audit row
public record Closing(String tenant, String session, Optional<Duration> keepLog, Note note) {

    @Override
    public String toString() {
        return "Closing";
    }
}
