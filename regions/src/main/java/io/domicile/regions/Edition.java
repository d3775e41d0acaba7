// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One version of what the compliance office entered about a tenant. Never changed once written.
///
/// @param id whose it is, and which
/// @param document the whole register as JSON; codes and dates, no personal data
/// @param changes JSON Pointers of what differs from the edition before
/// @param actor role of who entered it
/// @param enteredAt when, to the microsecond
/// @param intact whether it is what was written; if not, only the version is to be believed
public record Edition(
        Id id,
        String document,
        List<String> changes,
        String actor,
        Instant enteredAt,
        boolean intact) {

    public Edition {
        changes = List.copyOf(changes);
    }

    /// Which edition.
    ///
    /// @param tenant the tenant
    /// @param version 1 for its first
    /// @param entry id of its audit entry
    public record Id(String tenant, long version, UUID entry) {}

    /// An edition to be.
    ///
    /// @param after version of the edition that it replaces; 0 if there is none
    /// @param document the whole register as JSON
    /// @param changes JSON Pointers of what differs from the edition before
    public record Draft(long after, String document, List<String> changes) {

        public Draft {
            changes = List.copyOf(changes);
        }
    }
}
