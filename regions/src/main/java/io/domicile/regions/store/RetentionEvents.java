// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Note;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Writes the audit rows of what is removed because its time is over, in the transaction of the
/// removal.
///
/// @param home whose
/// @param ids makes the events' ids
record RetentionEvents(Home home, Ids ids) {

    /// In place of a tenant, where an entry is about all.
    static final String ALL = "*";

    static RetentionEvents of(Home home) {
        return new RetentionEvents(home, new Ids(Clock.systemUTC(), new SecureRandom()));
    }

    /// Adds an entry of type `retention`.
    ///
    /// @param what counts, as `name:value`
    /// @return its id
    UUID add(Connection connection, String tenant, String act, String... what) throws SQLException {
        var note = Note.ofGateway("retention", tenant, act, List.of(what));
        return Said.insert(
                connection, Said.row(home, note, ids.next(), Instant.now(), Optional.empty()));
    }
}
