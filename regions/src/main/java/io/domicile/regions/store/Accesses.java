// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.TilePath;
import io.domicile.regions.ResidenceUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sums up whose data was touched by which credential, under which KEK and when, so that the scope
/// of a breach can be told without reading the log. Follows the log, behind everybody's back, page
/// by page in its order: a page and how far it got are one transaction. What it sums up goes with
/// the subjects' keys, and can be had again from log and details at any time.
public final class Accesses implements AutoCloseable {

    /// Entries that are summed up in one transaction: whole bundles.
    private static final int PAGE = 16 * TilePath.FULL;

    private static final Logger LOG = Logger.getLogger(Accesses.class);

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final OwnerTransactions transactions;
    private final Rounds rounds;

    /// Begins to follow the logs, and goes on until it is closed.
    public Accesses(Home home, Database owner, Writer.Log log) {
        this.transactions = OwnerTransactions.of(home, owner, log);
        this.rounds = new Rounds("accesses-" + home.region());
        rounds.start(this::round);
    }

    private Duration round() {
        try {
            follow(Instant.MAX);
        } catch (ResidenceUnavailable e) {
            // The region says itself how it is; a report fails then.
            LOG.debugf("the logs are not followed now: %s", e.getMessage());
        }
        return INTERVAL;
    }

    /// Sums up what is in the logs, until nothing is left or the time is over. Blocks.
    void follow(Instant until) {
        boolean more = true;
        while (more && !rounds.isClosed() && Instant.now().isBefore(until)) {
            more = transactions.in(this::step) == PAGE;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }

    /// Forgets what was summed up of the logs beyond what a restored database knows of them: it is
    /// summed up again.
    static void rewind(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            // A row is of entries of one page.
            statement.execute(
                    """
                    update perishable.access_log a set next_idx = least(a.next_idx,
                        coalesce((select t.size / %1$d * %1$d from audit_tree t
                            where t.log_id = a.log_id), 0))
                    """
                            .formatted(PAGE));
            statement.execute(
                    """
                    delete from perishable.access x using perishable.access_log a
                    where x.log = a.id and x.last_idx >= a.next_idx
                    """);
        }
    }

    /// What rows have in common that are summed up.
    private record Group(
            Instant hour,
            String tenant,
            @Nullable String credential,
            @Nullable String kek,
            AccessKind kind,
            @Nullable UUID key) {}

    private static final class Sum {
        final long first;
        long last;
        int entries;

        Sum(long first) {
            this.first = first;
        }
    }

    /// How far a log is summed up.
    ///
    /// @param size how many entries are signed: a place that is not may get another entry when the
    ///   database is restored
    private record Mark(int log, String origin, long next, long size) {}

    /// One page of the first log that has more.
    ///
    /// @return how many entries
    private int step(Connection connection) throws SQLException {
        for (var mark : marks(connection)) {
            if (mark.next < mark.size) {
                return step(connection, mark);
            }
        }
        return 0;
    }

    private static List<Mark> marks(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into perishable.access_log (log_id, next_idx)
                    select log_id, 0 from audit_tree on conflict (log_id) do nothing
                    """);
            try (var rows =
                    statement.executeQuery(
                            """
                            select a.id, a.log_id, a.next_idx,
                                (select coalesce(max(p.size), 0) from audit_pub p
                                    where p.log_id = a.log_id)
                            from perishable.access_log a join audit_tree t using (log_id)
                            order by a.id for update of a
                            """)) {
                var marks = new ArrayList<Mark>();
                while (rows.next()) {
                    marks.add(
                            new Mark(
                                    rows.getInt(1),
                                    rows.getString(2),
                                    rows.getLong(3),
                                    rows.getLong(4)));
                }
                return marks;
            }
        }
    }

    private int step(Connection connection, Mark mark) throws SQLException {
        long end = Math.min(mark.size, (mark.next / PAGE + 1) * PAGE);
        OwnerTransactions.barErasures(connection);
        var entries = AccessEntry.read(connection, mark.origin, mark.next, end);
        var keys = keys(connection, entries);
        var sums = new HashMap<Group, Sum>();
        for (var entry : entries) {
            var group =
                    new Group(
                            entry.time().truncatedTo(ChronoUnit.HOURS),
                            entry.tenant(),
                            entry.credential(),
                            entry.kek(),
                            entry.kind(),
                            keys.get(entry.id()));
            var sum = sums.computeIfAbsent(group, _ -> new Sum(entry.index()));
            sum.last = entry.index();
            sum.entries++;
        }
        write(connection, mark.log, sums);
        advance(connection, mark.log, end);
        return (int) (end - mark.next);
    }

    /// Whose keys the entries are about; nobody's of those who are erased.
    private static Map<UUID, UUID> keys(Connection connection, List<AccessEntry> entries)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select d.event_id, d.key_id from audit_detail d
                            join perishable.subject_key k on k.id = d.key_id
                        where d.event_id = any (?) and k.restricted_until is null
                        """)) {
            var events = entries.stream().map(AccessEntry::id).toList();
            query.setArray(1, OwnerTransactions.ids(connection, events));
            var keys = new HashMap<UUID, UUID>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.put(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
                }
            }
            return keys;
        }
    }

    private static void write(Connection connection, int log, Map<Group, Sum> sums)
            throws SQLException {
        var kinds = kinds(connection, sums.keySet());
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into perishable.access
                            (hour, tenant, cred, kek, kind, key_id, log, entries, first_idx, last_idx)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (var one : sums.entrySet()) {
                var group = one.getKey();
                insert.setTimestamp(1, Timestamp.from(group.hour));
                insert.setString(2, group.tenant);
                insert.setString(3, group.credential);
                insert.setString(4, group.kek);
                insert.setInt(5, kinds.getOrDefault(group.kind, 0));
                insert.setObject(6, group.key);
                insert.setInt(7, log);
                insert.setInt(8, one.getValue().entries);
                insert.setLong(9, one.getValue().first);
                insert.setLong(10, one.getValue().last);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// The ids of these kinds, new ones too.
    private static Map<AccessKind, Integer> kinds(Connection connection, Collection<Group> groups)
            throws SQLException {
        var wanted = new HashSet<AccessKind>();
        groups.forEach(group -> wanted.add(group.kind));
        var known = AccessKind.all(connection);
        wanted.removeAll(known.keySet());
        if (wanted.isEmpty()) {
            return known;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        insert into perishable.access_kind (type, act, labels) values (?, ?, ?)
                        on conflict (type, act, labels) do nothing
                        """)) {
            for (var kind : wanted) {
                insert.setString(1, kind.type());
                insert.setString(2, kind.act());
                insert.setString(3, kind.labels());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return AccessKind.all(connection);
    }

    private static void advance(Connection connection, int log, long next) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update perishable.access_log set next_idx = ? where id = ?")) {
            update.setLong(1, next);
            update.setInt(2, log);
            update.executeUpdate();
        }
    }
}
