// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Records that come from other regions: nobody can read them until they are opened. Blocks its
/// callers.
public final class Arrivals {

    private final Home home;
    private final OwnerTransactions owned;

    /// @param owner the role that owns the tables
    /// @param log is told of new audit rows
    public Arrivals(Home home, Database owner, Writer.Log log) {
        this.home = home;
        this.owned = OwnerTransactions.of(home, owner, log);
    }

    /// What this region knows of arrivals.
    ///
    /// @param here those that are here, open or not
    /// @param covered those of them whose entry a signed checkpoint of this region's log covers
    public record Known(Set<UUID> here, Set<UUID> covered) {}

    /// Looks for arrivals, also among those that are open already: an old home that was restored
    /// from a backup may not know that.
    public Known known(Collection<UUID> arrivals) {
        return owned.in(connection -> {
            try (var query =
                    connection.prepareStatement(
                            """
                            select a.id, exists (select from audit_index i
                                join audit_pub p on p.log_id = i.log_id and p.size > i.idx
                                where i.event_id = a.event_id)
                            from (select id, event_id from arrival
                                union all select id, event_id from record) a
                            where a.id = any(?)
                            """)) {
                query.setArray(1, OwnerTransactions.ids(connection, arrivals));
                try (var rows = query.executeQuery()) {
                    var known = new Known(new HashSet<>(), new HashSet<>());
                    while (rows.next()) {
                        var id = rows.getObject(1, UUID.class);
                        known.here.add(id);
                        if (rows.getBoolean(2)) {
                            known.covered.add(id);
                        }
                    }
                    return known;
                }
            }
        });
    }

    /// Makes them records of this region, with an audit row for each transfer, in one transaction.
    /// Those of subjects that were erased here meanwhile come without their content. What is open
    /// already stays as it is.
    ///
    /// @param from their old home, which has let go of them
    /// @return the entry of each transfer
    public Map<UUID, UUID> open(RegionId from, Collection<UUID> arrivals) {
        return owned.in(connection -> {
            OwnerTransactions.barErasures(connection);
            var entries = note(connection, from, "opened", arrivals);
            Departures.update(
                    connection,
                    """
                    insert into record (id, tenant, type, status, created_at, occurred_at,
                        expires_at, key_id, suite, policy, envelope, event_id)
                    select a.id, a.tenant, a.type, a.status, a.created_at, a.occurred_at,
                        a.expires_at, a.key_id, a.suite, a.policy,
                        case when exists (select from perishable.subject_key k
                            where k.id = a.key_id and k.restricted_until is null)
                            then a.envelope end,
                        a.event_id
                    from arrival a where a.id = any(?)
                    """,
                    OwnerTransactions.ids(connection, arrivals));
            remove(connection, arrivals);
            return entries;
        });
    }

    /// Removes arrivals whose records were erased in their old home.
    public void discard(RegionId from, Collection<UUID> arrivals) {
        owned.in(connection -> {
            var entries = note(connection, from, "discarded", arrivals);
            Departures.update(
                    connection,
                    """
                    delete from audit_detail where event_id in
                        (select event_id from arrival where id = any(?))
                    """,
                    OwnerTransactions.ids(connection, arrivals));
            Departures.update(
                    connection,
                    "delete from perishable.blind_index where record = any(?)",
                    OwnerTransactions.ids(connection, arrivals));
            remove(connection, arrivals);
            return entries;
        });
    }

    private static void remove(Connection connection, Collection<UUID> arrivals)
            throws SQLException {
        Departures.update(
                connection,
                "delete from arrival where id = any(?)",
                OwnerTransactions.ids(connection, arrivals));
    }

    /// Locks the arrivals that are there and writes an entry for each transfer that has some.
    private Map<UUID, UUID> note(
            Connection connection, RegionId from, String phase, Collection<UUID> arrivals)
            throws SQLException {
        var counts = new HashMap<Passage, Integer>();
        try (var query =
                connection.prepareStatement(
                        """
                        select transfer, tenant from arrival where id = any(?)
                        order by id for update
                        """)) {
            query.setArray(1, OwnerTransactions.ids(connection, arrivals));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var transfer = rows.getObject(1, UUID.class);
                    var passage = new Passage(transfer, rows.getString(2), from, home.region());
                    counts.merge(passage, 1, Integer::sum);
                }
            }
        }
        var entries = new HashMap<UUID, UUID>();
        for (var one : counts.entrySet()) {
            var note = one.getKey().note(phase, "records:" + one.getValue());
            entries.put(one.getKey().transfer(), owned.note(connection, note));
        }
        return entries;
    }
}
