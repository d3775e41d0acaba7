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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Destroys again what a restored backup brought back.
///
/// @param home whose
/// @param connection of the owner's role; the caller commits
public record Tombstones(Home home, Connection connection) {

    /// So many rows are in memory at once.
    private static final int ROWS = 10_000;

    /// Deletes the keys that have a tombstone, and has what they sealed swept once more. Of those
    /// whose network log the law still wants kept, the log half stays; one whose time is over goes
    /// too. To be called before anything is served.
    public void bury() throws SQLException {
        restrict();
        update(
                """
                with back as (delete from perishable.subject_key k using erased_key e
                    where e.key_id = k.id and (e.log_until is null
                        or k.restricted_until is null and e.log_until <= now()) returning k.id)
                update erased_key set swept_at = null, vacuumed_at = null
                where key_id in (select id from back)
                """);
    }

    /// Leaves the log half of keys whose network log is still to be kept, and nothing of those that
    /// do not open.
    private void restrict() throws SQLException {
        try (var query =
                        connection.prepareStatement(
                                """
                                select k.id, k.tenant, k.pseudonym, k.session, k.kek, k.wrapped,
                                    e.log_until, (select id from perishable.kek order by n desc
                                        fetch first row only)
                                from perishable.subject_key k join erased_key e on e.key_id = k.id
                                where k.restricted_until is null and e.log_until > now()
                                """);
                var update =
                        connection.prepareStatement(
                                """
                                with kept as (update perishable.subject_key set kek = ?,
                                    wrapped = ?, restricted_until = ? where id = ? returning id)
                                update erased_key set swept_at = null, vacuumed_at = null
                                where key_id in (select id from kept)
                                """);
                var delete =
                        connection.prepareStatement(
                                "delete from perishable.subject_key where id = ?")) {
            query.setFetchSize(ROWS);
            var rows = query.executeQuery();
            while (rows.next()) {
                var kek = rows.getString(8);
                var half = Destruction.logHalf(home, key(rows), kek);
                if (half.isPresent()) {
                    update.setString(1, kek);
                    update.setBytes(2, half.get());
                    update.setTimestamp(3, rows.getTimestamp(7));
                    update.setObject(4, rows.getObject(1));
                    update.executeUpdate();
                } else {
                    delete.setObject(1, rows.getObject(1));
                    delete.executeUpdate();
                }
            }
        }
    }

    private static SubjectKeyEntity key(ResultSet row) throws SQLException {
        var key = new SubjectKeyEntity();
        key.id = row.getObject(1, UUID.class);
        key.tenant = row.getString(2);
        key.pseudonym = row.getBytes(3);
        key.session = row.getBytes(4);
        key.kek = row.getString(5);
        key.wrapped = row.getBytes(6);
        return key;
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
    /// @param marks what the log says of destroyed keys, see [Home#isMark], and until when the
    ///   network log of each is kept
    /// @return how many there are now that were not there
    public long add(Map<String, Optional<Instant>> marks) throws SQLException {
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

    private long add(ResultSet keys, Map<String, Optional<Instant>> marks) throws SQLException {
        long added = 0;
        try (keys) {
            while (keys.next()) {
                var tenant = keys.getString(1);
                var key = keys.getObject(2, UUID.class);
                var kept = marks.get(home.mark(tenant, key));
                if (kept != null) {
                    added += add(tenant, key, kept);
                }
            }
        }
        return added;
    }

    private int add(String tenant, UUID key, Optional<Instant> logUntil) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into erased_key (key_id, tenant, epoch, erased_at, log_until)
                        select ?, ?, epoch, ?, coalesce((select k.restricted_until
                            from perishable.subject_key k where k.id = ?), ?)
                        from erasure_epoch on conflict do nothing
                        """)) {
            insert.setObject(1, key);
            insert.setString(2, tenant);
            insert.setTimestamp(3, Timestamp.from(Instant.now()));
            insert.setObject(4, key);
            insert.setTimestamp(5, logUntil.map(Timestamp::from).orElse(null));
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
        var unused = Said.insert(connection, row);
    }

    /// Has summed up again what the database does not know of the logs. To be called before it
    /// learns of more.
    public void rewindAccesses() throws SQLException {
        Accesses.rewind(connection);
    }

    /// Has nothing removed for a day because its time is over: the backup may be without legal
    /// holds that were placed since.
    public void pauseExpiry() throws SQLException {
        update("update retention set paused_until = now() + interval '1 day'");
    }

    private void update(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
