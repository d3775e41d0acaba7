// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.Entry;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Writes the audit rows of what happens to a region's KEKs, in the transaction of what happens.
///
/// @param home whose
/// @param ids makes the events' ids
record KeyEvents(Home home, Ids ids) {

    static KeyEvents of(Home home) {
        return new KeyEvents(home, new Ids(Clock.systemUTC(), new SecureRandom()));
    }

    /// Adds an entry of type and act `key`.
    ///
    /// @param kek id of the KEK that it is about
    /// @param what the event with what belongs to it, as `name` or `name:value`
    void add(Connection connection, String tenant, String actor, String kek, String... what)
            throws SQLException {
        var event = ids.next();
        var entry =
                new Entry(
                        event,
                        Instant.now(),
                        "key",
                        home.region().law(),
                        tenant,
                        Optional.empty(),
                        Optional.empty(),
                        "key",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(what),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(kek),
                        actor,
                        "ok");
        var row = new AuditOutboxEntity();
        row.eventId = event;
        row.entry = entry.bytes();
        var unused = Said.insert(connection, row);
    }
}
