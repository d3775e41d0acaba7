// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Note;
import io.domicile.regions.Recovered;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Destroys again what a restored backup brought back.
///
/// @param home whose
/// @param connection of the owner's role; the caller commits
public record Tombstones(Home home, Connection connection) {

    /// So many rows are in memory at once.
    private static final int ROWS = 10_000;

    /// Deletes the keys that have a tombstone, and has what they sealed swept once more. To be
    /// called before anything is served.
    public void bury() throws SQLException {
        update(
                """
                with back as (delete from perishable.subject_key k using erased_key e
                    where e.key_id = k.id and k.restricted_until is null returning k.id)
                update erased_key set swept_at = null, vacuumed_at = null
                where key_id in (select id from back)
                """);
    }

    /// Has those tombstones swept once more whose records are back.
    void reopen() throws SQLException {
        update(
                """
                update erased_key e set swept_at = null
                where swept_at is not null and exists (select 1 from record r
                    where r.key_id = e.key_id and r.envelope is not null)
                """);
    }

    /// Makes the tombstones that the database has forgotten.
    ///
    /// @param marks what the log says of destroyed keys: see [Home#marks]
    /// @return how many there are now that were not there
    public long add(Set<String> marks) throws SQLException {
        if (marks.isEmpty()) {
            return 0;
        }
        update("update erasure_epoch set epoch = epoch + 1 where id = 1");
        try (var query =
                connection.prepareStatement(
                        """
                        select tenant, id from perishable.subject_key
                        union select tenant, key_id from record
                        union select tenant, key_id from audit_detail
                        """)) {
            query.setFetchSize(ROWS);
            return add(query.executeQuery(), marks);
        }
    }

    private long add(ResultSet keys, Set<String> marks) throws SQLException {
        long added = 0;
        try (keys) {
            while (keys.next()) {
                var tenant = keys.getString(1);
                var key = keys.getObject(2, UUID.class);
                if (marks.contains(home.mark(tenant, key))) {
                    added += add(tenant, key);
                }
            }
        }
        return added;
    }

    private int add(String tenant, UUID key) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into erased_key (key_id, tenant, epoch, erased_at, log_until)
                        select ?, ?, epoch, ?, (select k.restricted_until
                            from perishable.subject_key k where k.id = ?)
                        from erasure_epoch on conflict do nothing
                        """)) {
            insert.setObject(1, key);
            insert.setString(2, tenant);
            insert.setTimestamp(3, Timestamp.from(Instant.now()));
            insert.setObject(4, key);
            return insert.executeUpdate();
        }
    }

    /// Writes the audit row of a recovery.
    public void note(Recovered recovered, String tenant, String actor) throws SQLException {
        var note =
                new Note(
                        "log",
                        tenant,
                        "log.recovered",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                "restored_size:" + recovered.from(),
                                "published_size:" + recovered.published(),
                                "lost:" + recovered.lost(),
                                "records:" + recovered.records(),
                                "keys:" + recovered.keys()),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        actor,
                        "ok",
                        Optional.empty(),
                        Optional.empty());
        var event = new Ids(Clock.systemUTC(), new SecureRandom()).next();
        var row = Said.row(home, note, event, Instant.now(), Optional.empty());
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            insert.setObject(1, row.eventId);
            insert.setBytes(2, row.entry);
            insert.executeUpdate();
        }
    }

    private void update(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
