// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Entry;
import io.domicile.regions.Bytes;
import io.domicile.regions.store.Ids;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Entries of the audit log about itself: of type `log`, of no tenant.
final class LogEvent {

    private static final String NOBODYS = "*";

    private LogEvent() {}

    /// An entry that the sequencer places itself.
    static LogTables.Waiting of(LogHome home, String act, String... what) {
        return of(home, NOBODYS, "gateway", act, what);
    }

    /// Adds an entry to those that wait.
    ///
    /// @param tenant on whose behalf
    /// @param actor the caller's role
    /// @return its id
    static UUID add(
            Connection connection,
            LogHome home,
            String tenant,
            String actor,
            String act,
            String... what)
            throws SQLException {
        var event = of(home, tenant, actor, act, what);
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            insert.setObject(1, event.event());
            insert.setBytes(2, event.entry().toArray());
            insert.executeUpdate();
        }
        return event.event();
    }

    private static LogTables.Waiting of(
            LogHome home, String tenant, String actor, String act, String... what) {
        var event = new Ids(home.clock(), new SecureRandom()).next();
        var entry =
                new Entry(
                        event,
                        home.clock().instant(),
                        "log",
                        home.region().law(),
                        tenant,
                        Optional.empty(),
                        Optional.empty(),
                        act,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(what),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        actor,
                        "ok");
        return new LogTables.Waiting(0, event, Bytes.of(entry.bytes()), Optional.empty());
    }
}
