// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Export;
import io.domicile.regions.RegionCalendar;
import io.domicile.regions.Tally;
import io.domicile.regions.Volume;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;

/// Counts the exports of one transaction. Made for one attempt and one thread.
///
/// It holds the counters' rows locked from its beginning to the end of the transaction, always in
/// the same order: all gateways count one after the other, and what one finds stays true until its
/// own counts are durable.
final class Tallies {

    private final Home home;
    private final int year;
    private final Map<Account, Volume> found = new TreeMap<>();
    private final Map<Account, Volume> counted = new HashMap<>();
    private final Set<Bytes> known = new HashSet<>();
    private final List<Mark> fresh = new ArrayList<>();

    private Tallies(Home home, Instant now) {
        this.home = home;
        this.year = RegionCalendar.day(home.region(), now).getYear();
    }

    /// Whose exports one counter counts.
    record Account(String tenant, String entity, int year) implements Comparable<Account> {

        private static final Comparator<Account> ORDER =
                Comparator.comparing(Account::tenant)
                        .thenComparing(Account::entity)
                        .thenComparing(Account::year);

        static Account of(Export export) {
            return new Account(export.tenant(), export.entity(), export.year());
        }

        @Override
        public int compareTo(Account other) {
            return ORDER.compare(this, other);
        }

        int bind(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, tenant);
            statement.setString(first + 1, entity);
            statement.setInt(first + 2, year);
            return first + 3;
        }
    }

    /// A person in a count.
    private record Mark(Account account, Export.Kind kind, Bytes person) {}

    /// Locks the counters of these exports, making those that are missing.
    static Tallies lock(
            StatelessSession session, Home home, Instant now, Collection<Tally> tallies) {
        var all = new Tallies(home, now);
        if (!tallies.isEmpty()) {
            session.doWork(connection -> all.lock(connection, tallies));
        }
        return all;
    }

    private void lock(Connection connection, Collection<Tally> tallies) throws SQLException {
        var accounts =
                tallies.stream().map(t -> Account.of(t.export())).distinct().sorted().toList();
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into export_volume (tenant, entity, year, pi, spi)
                        values (?, ?, ?, 0, 0) on conflict do nothing
                        """)) {
            for (var account : accounts) {
                account.bind(insert, 1);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        for (var account : accounts) {
            found.put(account, Volumes.volume(connection, account, "for update"));
        }
        counted.putAll(found);
        var marks = new HashSet<Bytes>();
        tallies.forEach(tally -> marks.addAll(home.marks(tally.export())));
        known.addAll(Volumes.known(connection, marks));
    }

    /// Counts an export, unless its year is over or what was decided does not hold any more.
    ///
    /// @return the counts with these persons, if nothing was counted
    Optional<Volume> count(Tally tally) {
        var export = tally.export();
        var account = Account.of(export);
        var marks = new HashSet<>(home.marks(export));
        marks.removeAll(known);
        var volume = volume(account).plus(export.kind(), marks.size());
        if (export.year() != year || !tally.stands().test(volume)) {
            return Optional.of(volume);
        }
        counted.put(account, volume);
        known.addAll(marks);
        marks.forEach(mark -> fresh.add(new Mark(account, export.kind(), mark)));
        return Optional.empty();
    }

    private Volume volume(Account account) {
        return counted.getOrDefault(account, new Volume(0, 0));
    }

    /// Writes what was counted.
    void write(StatelessSession session) {
        if (!fresh.isEmpty()) {
            session.doWork(connection -> {
                insertMarks(connection);
                moveCounters(connection);
            });
        }
    }

    private void insertMarks(Connection connection) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into export_person (tenant, entity, year, kind, person)
                        values (?, ?, ?, ?, ?)
                        """)) {
            for (var mark : fresh) {
                int next = mark.account.bind(insert, 1);
                insert.setString(next, mark.kind.name());
                insert.setBytes(next + 1, mark.person.toArray());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void moveCounters(Connection connection) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        """
                        update export_volume set pi = ?, spi = ?
                        where tenant = ? and entity = ? and year = ?
                        """)) {
            for (var counter : found.entrySet()) {
                var account = counter.getKey();
                var volume = volume(account);
                if (!volume.equals(counter.getValue())) {
                    update.setLong(1, volume.pi());
                    update.setLong(2, volume.spi());
                    account.bind(update, 3);
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }
}
