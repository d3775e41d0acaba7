// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Departure;
import io.domicile.regions.Transfer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Gives up what has arrived elsewhere. Blocks its callers.
public final class Releases {

    private final Home home;
    private final OwnerTransactions owned;

    public Releases(Home home, Departures departures) {
        this.home = home;
        this.owned = departures.owned();
    }

    /// Gives up the records that may go now: their envelopes are removed, unless they are copied,
    /// with an audit row, in one transaction. What was erased meanwhile must not open at the
    /// target; what is under a legal hold waits.
    ///
    /// @param arrived records whose arrival a signed checkpoint of the target covers
    /// @return those that were erased
    public List<Departure> release(List<Departure> arrived) {
        return owned.in(connection -> {
            OwnerTransactions.barErasures(connection);
            var living = recordsWithKeys(connection, arrived);
            var held = held(connection, arrived);
            var going = new ArrayList<Departure>();
            var erased = new ArrayList<Departure>();
            for (var departure : arrived) {
                if (!living.contains(departure.record())) {
                    erased.add(departure);
                } else if (!held.contains(departure.record())) {
                    going.add(departure);
                }
            }
            giveUp(connection, going);
            return erased;
        });
    }

    private void giveUp(Connection connection, List<Departure> going) throws SQLException {
        for (var transfer : byTransfer(going).entrySet()) {
            var departures = transfer.getValue();
            var first = departures.getFirst();
            var phase = first.mode() == Transfer.Mode.MOVE ? "released" : "copied";
            var passage =
                    new Passage(transfer.getKey(), first.tenant(), home.region(), first.target());
            var event = owned.note(connection, passage.note(phase, "records:" + departures.size()));
            int changed =
                    Departures.update(
                            connection,
                            """
                            update departure set state = 'RELEASED', released_id = ?
                            where arrival = any(?) and state = 'ARRIVED'
                            """,
                            event,
                            OwnerTransactions.ids(connection, Departures.arrivals(departures)));
            if (changed != departures.size()) {
                throw new SQLException("another gateway was faster", "40001");
            }
            if (first.mode() == Transfer.Mode.MOVE) {
                Departures.update(
                        connection,
                        "update record set envelope = null where id = any(?)",
                        OwnerTransactions.ids(
                                connection, departures.stream().map(Departure::record).toList()));
            }
        }
    }

    private static Map<UUID, List<Departure>> byTransfer(List<Departure> departures) {
        var groups = new HashMap<UUID, List<Departure>>();
        departures.forEach(departure ->
                groups.computeIfAbsent(departure.transfer(), _ -> new ArrayList<>())
                        .add(departure));
        return groups;
    }

    /// Those whose keys are there and not destroyed.
    private static Set<UUID> recordsWithKeys(Connection connection, List<Departure> departures)
            throws SQLException {
        return records(
                connection,
                """
                select r.id from record r join perishable.subject_key k on k.id = r.key_id
                where r.id = any(?) and k.restricted_until is null
                    and not exists (select from erased_key e where e.key_id = r.key_id)
                """,
                departures);
    }

    /// Those of subjects under a legal hold.
    private static Set<UUID> held(Connection connection, List<Departure> departures)
            throws SQLException {
        return records(
                connection, "select r.id from record r where r.id = any(?) and false", departures);
    }

    private static Set<UUID> records(Connection connection, String sql, List<Departure> departures)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            var records = departures.stream().map(Departure::record).toList();
            query.setArray(1, OwnerTransactions.ids(connection, records));
            try (var rows = query.executeQuery()) {
                var found = new HashSet<UUID>();
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
                return found;
            }
        }
    }

    /// Ends the transfers to the target of which nothing is on its way. Where a subject's home has
    /// moved and none of its records is left here, its keys are destroyed.
    ///
    /// @return whether none is left
    public boolean finish(RegionId target) {
        return owned.in(connection -> {
            try (var query =
                    connection.prepareStatement(
                            """
                            select t.id, t.tenant, t.key_id from transfer t
                            where t.target = ? and t.ended_at is null and t.decided_at is not null
                                and not exists (select from departure d where d.transfer = t.id
                                    and d.state in ('BEGUN', 'ARRIVED', 'RELEASED'))
                            for update
                            """)) {
                query.setString(1, target.code());
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var id = rows.getObject(1, UUID.class);
                        var key = rows.getObject(3, UUID.class);
                        if (key != null) {
                            var passage = new Passage(id, rows.getString(2), home.region(), target);
                            shred(connection, passage, key);
                        }
                        Departures.update(
                                connection,
                                "update transfer set ended_at = now() where id = ?",
                                id);
                    }
                }
            }
            return Departures.isAtRest(connection, target);
        });
    }

    /// Destroys the keys of a subject that seal no record any more.
    ///
    /// @param key one of them
    private void shred(Connection connection, Passage passage, UUID key) throws SQLException {
        long epoch = nextEpoch(connection);
        int destroyed =
                Departures.update(
                        connection,
                        """
                        with gone as (delete from perishable.subject_key k
                            using perishable.subject_key own
                            where own.id = ? and k.tenant = own.tenant
                                and k.pseudonym = own.pseudonym
                                and not exists (select from record r where r.key_id = k.id
                                    and r.envelope is not null)
                            returning k.id, k.tenant)
                        insert into erased_key (key_id, tenant, epoch, erased_at)
                        select id, tenant, ?, now() from gone
                        """,
                        key,
                        epoch);
        if (destroyed > 0) {
            var unused = owned.note(connection, passage.note("shredded", "keys:" + destroyed));
        }
    }

    /// Makes all writers look for destroyed keys, and keeps them out until the transaction ends.
    private static long nextEpoch(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                update erasure_epoch set epoch = epoch + 1 where id = 1
                                returning epoch
                                """)) {
            row.next();
            return row.getLong(1);
        }
    }
}
