// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Departure;
import io.domicile.regions.Transfer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Gives up what has arrived elsewhere. Blocks its callers.
public final class Releases {

    private static final String ENDS =
            """
            where t.target = ? and t.ended_at is null and t.decided_at is not null
                and not exists (select from departure d where d.transfer = t.id
                    and d.state in ('BEGUN', 'ARRIVED', 'RELEASED'))
            """;

    /// A home of which something has gone has keys, and none of them seals anything here.
    private static final String IDLE_KEYS =
            """
            (exists (select from departure d where d.transfer = t.id and d.state = 'DONE')
                and exists (select from perishable.subject_key own
                    where own.id = t.key_id and own.restricted_until is null)
                and not exists (select from perishable.subject_key own
                    join perishable.subject_key k on k.tenant = own.tenant
                        and k.pseudonym = own.pseudonym and k.restricted_until is null
                    where own.id = t.key_id
                        and (exists (select from record r
                                where r.key_id = k.id and r.envelope is not null)
                            or exists (select from arrival a where a.key_id = k.id))))
            """;

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
    public Released release(List<Departure> arrived) {
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
            return new Released(erased, !going.isEmpty() || !erased.isEmpty());
        });
    }

    /// What became of records that might go.
    ///
    /// @param erased those that were erased
    /// @param any whether anything went on; not if all are held
    public record Released(List<Departure> erased, boolean any) {}

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
                Sweeper.remove(connection, departures.stream().map(Departure::record).toList());
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
                connection,
                """
                select r.id from record r join perishable.held_key h on h.id = r.key_id
                where r.id = any(?)
                """,
                departures);
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

    /// A subject's home of which nothing is on its way any more.
    ///
    /// @param key one of the subject's keys here
    /// @param keepLog how long the law wants the subject's network log kept; empty where no law
    ///   does
    public record Left(Passage passage, UUID key, Optional<Duration> keepLog) {}

    /// The subjects whose homes have moved to the target, and whose keys are still to be destroyed.
    public List<Left> left(RegionId target) {
        return owned.in(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "select t.id, t.tenant, t.key_id, t.keep_log from transfer t "
                                    + ENDS
                                    + " and t.key_id is not null and exists (select from departure d"
                                    + " where d.transfer = t.id and d.state = 'DONE')")) {
                query.setString(1, target.code());
                try (var rows = query.executeQuery()) {
                    var left = new ArrayList<Left>();
                    while (rows.next()) {
                        var passage =
                                new Passage(
                                        rows.getObject(1, UUID.class),
                                        rows.getString(2),
                                        home.region(),
                                        target);
                        var seconds = rows.getObject(4, Long.class);
                        left.add(
                                new Left(
                                        passage,
                                        rows.getObject(3, UUID.class),
                                        Optional.ofNullable(seconds).map(Duration::ofSeconds)));
                    }
                    return left;
                }
            }
        });
    }

    /// Ends the transfers to the target of which nothing is on its way. That of a subject's home
    /// goes on as long as there are keys in the old home that seal nothing: they have not been
    /// destroyed yet, or a legal hold keeps them.
    ///
    /// @return whether none is left
    public boolean finish(RegionId target) {
        return owned.in(connection -> {
            Departures.update(
                    connection,
                    "update transfer t set ended_at = now() " + ENDS + " and not " + IDLE_KEYS,
                    target.code());
            return Departures.isAtRest(connection, target);
        });
    }
}
