// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Exposure;
import io.domicile.regions.Exposure.Means;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells the scope of a breach from what [Accesses] has summed up. Blocks its callers.
///
/// @param owner the login that counts
/// @param accesses what it is told from; brought up to date first
public record Exposures(Home home, Database owner, Accesses accesses) {

    /// How long a count may take.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// The database ends it first: a connection that is given up leaves its work running.
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// How long it waits for what is not summed up yet; the answer says how far it got.
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    /// What lets whoever has a KEK read something.
    private static final Set<String> KEPT = Set.of("store", "quarantine", "refer");

    /// What lets a caller know something: it was shown, or it knew it and brought it.
    private static final Set<String> KNOWN =
            Set.of("store", "quarantine", "refer", "read", "transfer", "disclosure.released");

    /// The condition that rows of `perishable.access` meet, with its parameters.
    private record Condition(String sql, List<Object> parameters) {

        PreparedStatement prepare(Connection connection, String before, String after)
                throws SQLException {
            var statement = connection.prepareStatement(before + sql + after);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            return statement;
        }
    }

    /// See [io.domicile.regions.Residence#scope].
    public Scope of(Exposure exposure) {
        accesses.follow(Instant.now().plus(CATCH_UP));
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.plus(GRACE).toMillis());
            return scope(connection, exposure);
        } catch (SQLException e) {
            throw new ResidenceUnavailable(
                    "region " + home.region() + ": its store fails: " + Faults.describe(e));
        }
    }

    private Scope scope(Connection connection, Exposure exposure) throws SQLException {
        execute(connection, "set local work_mem = '256MB'");
        execute(connection, "set local statement_timeout = " + PATIENCE.toMillis());
        var logs = logs(connection);
        var condition = condition(connection, exposure);
        var touched = touched(connection, condition, logs);
        try (var keys =
                condition.prepare(
                        connection,
                        "create temporary table exposed on commit drop as"
                                + " select key_id from perishable.access where ",
                        " and key_id is not null group by key_id")) {
            keys.execute();
        }
        if (exposure.means() instanceof Means.Kek) {
            execute(
                    connection,
                    """
                    insert into exposed select id from opened o where not exists
                        (select 1 from exposed e where e.key_id = o.id)
                    """);
        }
        execute(connection, "analyze exposed");
        var subjects = subjects(connection, exposure);
        var erased = erased(connection, exposure);
        var names = new TreeSet<>(touched.keySet());
        names.addAll(subjects.keySet());
        var tenants = new ArrayList<Scope.OfTenant>();
        for (var tenant : names) {
            tenants.add(
                    new Scope.OfTenant(
                            tenant,
                            subjects.getOrDefault(tenant, 0L),
                            erased.getOrDefault(tenant, 0L),
                            touched.getOrDefault(tenant, List.of()),
                            pseudonyms(connection, tenant, exposure.most()),
                            affected(connection, tenant, exposure.among())));
        }
        return new Scope(List.copyOf(logs.values()), tenants);
    }

    private Condition condition(Connection connection, Exposure exposure) throws SQLException {
        var acts = exposure.means() instanceof Means.Kek ? KEPT : KNOWN;
        var sql = new StringBuilder("kind = any (?)");
        var parameters = new ArrayList<Object>();
        var kinds =
                AccessKind.all(connection).entrySet().stream()
                        .filter(kind -> acts.contains(kind.getKey().act()))
                        .map(Map.Entry::getValue)
                        .toArray();
        parameters.add(connection.createArrayOf("integer", kinds));
        exposure.tenant().ifPresent(tenant -> add(sql, parameters, "tenant = ?", tenant));
        exposure.to().ifPresent(to -> add(sql, parameters, "hour <= ?", Timestamp.from(to)));
        switch (exposure.means()) {
            case Means.Kek(var kek) -> {
                open(connection, kek, exposure);
                sql.append(" and key_id in (select id from opened)");
            }
            case Means.OfCredential(var pseudonym) -> {
                add(sql, parameters, "cred = ?", pseudonym);
                since(sql, parameters, exposure);
            }
            case Means.Anything() -> since(sql, parameters, exposure);
        }
        return new Condition(sql.toString(), parameters);
    }

    /// Whole hours: a scope is never too small.
    private static void since(StringBuilder sql, List<Object> parameters, Exposure exposure) {
        exposure.from()
                .map(from -> Timestamp.from(from.truncatedTo(ChronoUnit.HOURS)))
                .ifPresent(from -> add(sql, parameters, "hour >= ?", from));
    }

    private static void add(
            StringBuilder sql, List<Object> parameters, String condition, Object parameter) {
        sql.append(" and ").append(condition);
        parameters.add(parameter);
    }

    /// The subjects' keys that a KEK wraps, or was seen to wrap: a copy of the database of that day
    /// has them still, and what they sealed at any time opens with them.
    private static void open(Connection connection, String kek, Exposure exposure)
            throws SQLException {
        try (var keys =
                connection.prepareStatement(
                        """
                        create temporary table opened on commit drop as
                        select id from perishable.subject_key
                            where kek = ? and restricted_until is null
                                and tenant = coalesce(?, tenant)
                                and created_at <= coalesce(?, created_at)
                        union
                        select key_id from perishable.access
                            where kek = ? and key_id is not null and tenant = coalesce(?, tenant)
                                and hour <= coalesce(?, hour)
                        """)) {
            var tenant = exposure.tenant().orElse(null);
            var to = exposure.to().map(Timestamp::from).orElse(null);
            for (int i = 0; i < 6; i += 3) {
                keys.setString(i + 1, kek);
                keys.setString(i + 2, tenant);
                keys.setTimestamp(i + 3, to);
            }
            keys.execute();
        }
        execute(connection, "analyze opened");
    }

    private static Map<Integer, Scope.Counted> logs(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select a.id, a.log_id, a.next_idx, t.size
                                from perishable.access_log a join audit_tree t using (log_id)
                                order by a.id
                                """)) {
            var logs = new TreeMap<Integer, Scope.Counted>();
            while (rows.next()) {
                logs.put(
                        rows.getInt(1),
                        new Scope.Counted(rows.getString(2), rows.getLong(3), rows.getLong(4)));
            }
            return logs;
        }
    }

    private static Map<String, List<Scope.Touched>> touched(
            Connection connection, Condition condition, Map<Integer, Scope.Counted> logs)
            throws SQLException {
        var kinds =
                AccessKind.all(connection).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        try (var query =
                        condition.prepare(
                                connection,
                                "select tenant, log, kind, sum(entries), min(first_idx), max(last_idx)"
                                        + " from perishable.access where ",
                                " group by tenant, log, kind order by tenant, log, kind");
                var rows = query.executeQuery()) {
            var touched = new HashMap<String, List<Scope.Touched>>();
            while (rows.next()) {
                var kind = kinds.get(rows.getInt(3));
                var log = logs.get(rows.getInt(2));
                if (kind != null && log != null) {
                    touched.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                            .add(
                                    new Scope.Touched(
                                            log.origin(),
                                            kind.type(),
                                            kind.act(),
                                            kind.split(),
                                            rows.getLong(4),
                                            rows.getLong(5),
                                            rows.getLong(6)));
                }
            }
            return touched;
        }
    }

    /// A person may have several keys: for sessions, and a further one each year.
    private static Map<String, Long> subjects(Connection connection, Exposure exposure)
            throws SQLException {
        return counts(
                connection,
                """
                select tenant, count(*) from
                    (select k.tenant, k.pseudonym from exposed e
                        join perishable.subject_key k on k.id = e.key_id
                        where k.tenant = coalesce(?, k.tenant)
                        group by k.tenant, k.pseudonym) as person
                group by tenant
                """,
                List.of(exposure.tenant()));
    }

    private static Map<String, Long> erased(Connection connection, Exposure exposure)
            throws SQLException {
        return counts(
                connection,
                """
                select tenant, count(*) from erased_key
                where tenant = coalesce(?, tenant) and erased_at >= coalesce(?, erased_at)
                group by tenant
                """,
                List.of(exposure.tenant(), exposure.from().map(Timestamp::from)));
    }

    private static Map<String, Long> counts(
            Connection connection, String sql, List<Optional<?>> parameters) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                query.setObject(i + 1, parameters.get(i).orElse(null));
            }
            var counts = new HashMap<String, Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        }
    }

    private static List<String> pseudonyms(Connection connection, String tenant, int most)
            throws SQLException {
        if (most == 0) {
            return List.of();
        }
        try (var query =
                connection.prepareStatement(
                        """
                        select distinct k.pseudonym from exposed e
                            join perishable.subject_key k on k.id = e.key_id
                        where k.tenant = ? order by k.pseudonym limit ?
                        """)) {
            query.setString(1, tenant);
            query.setInt(2, most);
            var found = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(HexFormat.of().formatHex(rows.getBytes(1)));
                }
            }
            return found;
        }
    }

    private List<String> affected(Connection connection, String tenant, List<String> among)
            throws SQLException {
        if (among.isEmpty()) {
            return List.of();
        }
        var subjects =
                among.stream()
                        .distinct()
                        .collect(
                                Collectors.toMap(
                                        id -> home.holder(tenant, id).pseudonym(), id -> id));
        try (var query =
                connection.prepareStatement(
                        """
                        select distinct k.pseudonym from exposed e
                            join perishable.subject_key k on k.id = e.key_id
                        where k.tenant = ? and k.pseudonym = any (?)
                        """)) {
            query.setString(1, tenant);
            var marks = subjects.keySet().stream().map(Bytes::toArray).toArray(byte[][]::new);
            query.setArray(2, connection.createArrayOf("bytea", marks));
            var found = new TreeSet<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(subjects.get(Bytes.of(rows.getBytes(1))));
                }
            }
            return List.copyOf(found);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
