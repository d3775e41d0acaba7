// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.regions.LegalHold;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Legal holds on the logs of a region: while one is in force nothing of them is pruned. As the
/// owner; the caller ends transactions.
///
/// @param home whose logs
/// @param tenant whose holds
/// @param actor the caller's role
record LogHolds(Connection connection, LogHome home, String tenant, String actor) {

    /// All of the tenant's, also those whose time is over.
    List<LegalHold> all() throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select reference, basis, until, placed_at, event_id from audit_hold
                        where tenant = ? order by reference
                        """)) {
            query.setString(1, tenant);
            var all = new ArrayList<LegalHold>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(
                            new LegalHold(
                                    rows.getString(1),
                                    LegalHold.Basis.of(rows.getString(2)).orElseThrow(),
                                    Optional.ofNullable(rows.getTimestamp(3))
                                            .map(Timestamp::toInstant),
                                    rows.getTimestamp(4).toInstant(),
                                    rows.getObject(5, UUID.class)));
                }
            }
            return all;
        }
    }

    /// Places a hold, or changes the one with the same reference.
    LegalHold place(LegalHold.Draft draft) throws SQLException {
        awaitPruning();
        var event = add("log.held", draft.basis());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into audit_hold
                            (tenant, reference, basis, until, placed_at, event_id)
                        values (?, ?, ?, ?, ?, ?) on conflict (tenant, reference) do update
                        set (basis, until, placed_at, event_id) = (excluded.basis, excluded.until,
                            excluded.placed_at, excluded.event_id)
                        """)) {
            insert.setString(1, tenant);
            insert.setString(2, draft.reference());
            insert.setString(3, draft.basis().code());
            insert.setTimestamp(4, draft.until().map(Timestamp::from).orElse(null));
            insert.setTimestamp(5, Timestamp.from(now));
            insert.setObject(6, event);
            insert.executeUpdate();
        }
        return new LegalHold(draft.reference(), draft.basis(), draft.until(), now, event);
    }

    /// What is being removed now did not know the hold; what comes after does.
    private void awaitPruning() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select epoch from erasure_epoch where id = 1 for update");
        }
    }

    /// Releases a hold.
    ///
    /// @return what was released; empty if there was none
    Optional<LegalHold> release(String reference) throws SQLException {
        var held = all().stream().filter(one -> one.reference().equals(reference)).findFirst();
        if (held.isPresent()) {
            add("log.released", held.get().basis());
            try (var delete =
                    connection.prepareStatement(
                            "delete from audit_hold where tenant = ? and reference = ?")) {
                delete.setString(1, tenant);
                delete.setString(2, reference);
                delete.executeUpdate();
            }
        }
        return held;
    }

    private UUID add(String act, LegalHold.Basis basis) throws SQLException {
        return LogEvent.add(connection, home, tenant, actor, act, "basis:" + basis.code());
    }
}
