// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Note;
import io.domicile.regions.ResidenceUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Counts refused logins by minute and kind. The counts are durable within a second, and each
/// minute that had some becomes one entry of the log for each kind: whoever hammers at the door
/// does not fill the log. Sources are told apart in memory alone; what is kept is how many there
/// were.
public final class RefusedLogins implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RefusedLogins.class);

    private static final Duration TICK = Duration.ofMillis(500);

    /// How long after its end a minute may still be counted by another gateway.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// How often it looks for minutes that are over.
    private static final Duration LOOK = Duration.ofSeconds(10);

    /// So many sources are told apart.
    private static final int SOURCES = 10_000;

    private final OwnerTransactions transactions;
    private final UUID gateway = UUID.randomUUID();
    private final Rounds rounds;
    private final TreeMap<Bucket, Count> counts = new TreeMap<>();
    private Instant looked = Instant.EPOCH;
    private boolean waits;

    private record Bucket(Instant minute, String kind) implements Comparable<Bucket> {

        @Override
        public int compareTo(Bucket other) {
            int byTime = minute.compareTo(other.minute);
            return byTime == 0 ? kind.compareTo(other.kind) : byTime;
        }
    }

    private static final class Count {
        long refused;
        boolean stored;
        final Set<String> sources = new HashSet<>();
    }

    private record Row(Bucket bucket, long refused, int sources) {}

    /// Begins to keep counts, and goes on until it is closed.
    public RefusedLogins(Home home, Database owner, Writer.Log log) {
        this.transactions = OwnerTransactions.of(home, owner, log);
        this.rounds = new Rounds("refused-logins-" + home.region());
        rounds.start(this::round);
    }

    /// Counts one; never blocks.
    ///
    /// @param kind what was wrong, a code
    /// @param source where it came from; kept in memory until its minute is over
    public void count(String kind, String source) {
        synchronized (counts) {
            var minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
            var count = counts.computeIfAbsent(new Bucket(minute, kind), _ -> new Count());
            count.refused++;
            count.stored = false;
            if (count.sources.size() < SOURCES) {
                count.sources.add(source);
            }
        }
    }

    /// Writes the audit row of something else that happened at the door; blocks.
    ///
    /// @param note of the tenant `*`
    /// @return the entry's id
    /// @throws ResidenceUnavailable if it cannot be written
    public UUID note(Note note) {
        return transactions.in(connection -> transactions.note(connection, note));
    }

    /// Stores what was counted last.
    @Override
    public void close() {
        rounds.close();
    }

    private Duration round() {
        var rows = unstored();
        var now = Instant.now();
        var due = now.isAfter(looked.plus(LOOK));
        if (rows.isEmpty() && !due) {
            return TICK;
        }
        try {
            transactions.in(connection -> {
                store(connection, rows);
                return due ? end(connection, now.minus(GRACE)) : 0;
            });
            settle(rows, now);
            looked = due ? now : looked;
            waits = false;
        } catch (ResidenceUnavailable e) {
            if (!waits) {
                LOG.warnf("refused logins wait to be counted: %s", e.getMessage());
            }
            waits = true;
        }
        return TICK;
    }

    private List<Row> unstored() {
        synchronized (counts) {
            return counts.entrySet().stream()
                    .filter(entry -> !entry.getValue().stored)
                    .map(entry ->
                            new Row(
                                    entry.getKey(),
                                    entry.getValue().refused,
                                    entry.getValue().sources.size()))
                    .toList();
        }
    }

    /// Forgets minutes that are over; of the others, what came meanwhile is stored next time.
    private void settle(List<Row> rows, Instant now) {
        synchronized (counts) {
            for (var row : rows) {
                var count = counts.get(row.bucket);
                if (count != null && count.refused == row.refused) {
                    count.stored = true;
                }
            }
            var over = now.minus(1, ChronoUnit.MINUTES);
            counts.entrySet()
                    .removeIf(entry ->
                            entry.getValue().stored && entry.getKey().minute.isBefore(over));
        }
    }

    private void store(Connection connection, List<Row> rows) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into refused_login (minute, kind, gateway, refused, sources)
                        values (?, ?, ?, ?, ?)
                        on conflict (minute, kind, gateway) do update
                        set refused = excluded.refused, sources = excluded.sources
                        """)) {
            for (var row : rows) {
                insert.setTimestamp(1, Timestamp.from(row.bucket.minute));
                insert.setString(2, row.bucket.kind);
                insert.setObject(3, gateway);
                insert.setLong(4, row.refused);
                insert.setInt(5, row.sources);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Writes the entries of the minutes that were over at a time, also those of a gateway that has
    /// died.
    ///
    /// @return how many entries
    private int end(Connection connection, Instant at) throws SQLException {
        var ended = new TreeMap<Bucket, List<Row>>();
        try (var delete =
                connection.prepareStatement(
                        """
                        delete from refused_login where minute <= ?
                        returning minute, kind, refused, sources
                        """)) {
            var last = at.minus(1, ChronoUnit.MINUTES);
            delete.setTimestamp(1, Timestamp.from(last));
            try (var rows = delete.executeQuery()) {
                while (rows.next()) {
                    var bucket = new Bucket(rows.getTimestamp(1).toInstant(), rows.getString(2));
                    ended.computeIfAbsent(bucket, _ -> new ArrayList<>())
                            .add(new Row(bucket, rows.getLong(3), rows.getInt(4)));
                }
            }
        }
        for (var bucket : ended.entrySet()) {
            transactions.note(connection, note(bucket));
        }
        return ended.size();
    }

    private static Note note(Map.Entry<Bucket, List<Row>> ended) {
        var rows = ended.getValue();
        return Note.ofGateway(
                "login",
                RetentionEvents.ALL,
                "login.refused",
                List.of(
                        "kind:" + ended.getKey().kind,
                        "minute:" + ended.getKey().minute,
                        "refused:" + rows.stream().mapToLong(Row::refused).sum(),
                        "sources:" + rows.stream().mapToInt(Row::sources).sum()));
    }
}
