// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Erasure;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.log.Placement;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The certificates of erasures, which can be given again at any time. Blocks its caller.
@ApplicationScoped
public class Certificates {

    private final Stores stores;
    private final StatelessSession session;

    Certificates(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// The certificate of that id, or of that audit entry, if it is the tenant's.
    public Optional<Erasure> find(Home home, String tenant, UUID id) {
        return stores.read(
                home.region(),
                Tenants.of(tenant),
                () -> session.doReturningWork(connection -> find(connection, home, tenant, id)));
    }

    /// An audit entry with its place in the log; empty until a checkpoint covers it.
    public Optional<PlacedEntry> place(Home home, UUID entry) {
        return stores.read(
                home.region(),
                Tenants.NONE,
                () -> session.doReturningWork(connection -> Placement.find(connection, entry)));
    }

    /// Writes a certificate, inside the running transaction.
    void write(Erasure erasure, String tenant) {
        session.doWork(connection -> insert(connection, erasure, tenant));
    }

    /// Counts the records of the destroyed keys, inside the running transaction.
    Erasure count(Erasure erasure) {
        return erasure.keys().isEmpty()
                ? erasure
                : session.doReturningWork(connection -> {
                    var counted = erasure.counted(kinds(connection, erasure));
                    store(connection, counted);
                    return counted;
                });
    }

    private static void insert(Connection connection, Erasure erasure, String tenant)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into erasure (event_id, certificate, tenant, commitment, keys, keks,
                            log_until, rules, law, exports, erased_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            insert.setObject(1, erasure.entry());
            insert.setObject(2, erasure.certificate());
            insert.setString(3, tenant);
            insert.setBytes(4, erasure.commitment().toArray());
            insert.setArray(5, connection.createArrayOf("uuid", erasure.keys().toArray()));
            insert.setArray(6, texts(connection, erasure.keks()));
            insert.setTimestamp(7, erasure.logUntil().map(Timestamp::from).orElse(null));
            insert.setArray(8, texts(connection, erasure.rules()));
            insert.setArray(9, texts(connection, erasure.law()));
            insert.setArray(10, texts(connection, erasure.exports()));
            insert.setTimestamp(11, Timestamp.from(erasure.at()));
            insert.executeUpdate();
        }
    }

    private static Map<String, Long> kinds(Connection connection, Erasure erasure)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select type, count(*) from record where key_id = any(?) group by type")) {
            query.setArray(1, connection.createArrayOf("uuid", erasure.keys().toArray()));
            var kinds = new TreeMap<String, Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    kinds.put(rows.getString(1), rows.getLong(2));
                }
            }
            return kinds;
        }
    }

    private static void store(Connection connection, Erasure erasure) throws SQLException {
        var kinds =
                erasure.kinds().entrySet().stream()
                        .map(kind -> kind.getKey() + ":" + kind.getValue())
                        .toList();
        try (var update =
                connection.prepareStatement("update erasure set kinds = ? where event_id = ?")) {
            update.setArray(1, texts(connection, kinds));
            update.setObject(2, erasure.entry());
            update.executeUpdate();
        }
    }

    private static Optional<Erasure> find(Connection connection, Home home, String tenant, UUID id)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select e.*, (select i.log_id from audit_index i
                            where i.event_id = e.event_id) as log_id, case when count(k.key_id) = count(k.vacuumed_at)
                            then max(k.vacuumed_at) end as vacuumed_at
                        from erasure e left join erased_key k on k.key_id = any(e.keys)
                        where e.tenant = ? and (e.certificate = ? or e.event_id = ?)
                        group by e.event_id
                        order by cardinality(e.keys) desc, e.erased_at limit 1
                        """)) {
            query.setString(1, tenant);
            query.setObject(2, id);
            query.setObject(3, id);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(erasure(home, row)) : Optional.empty();
            }
        }
    }

    private static Erasure erasure(Home home, ResultSet row) throws SQLException {
        var kinds = new TreeMap<String, Long>();
        for (var kind : texts(row.getArray("kinds"))) {
            var parts = kind.split(":", 2);
            kinds.put(parts[0], Long.valueOf(parts[1]));
        }
        return new Erasure(
                home.region(),
                row.getObject("certificate", UUID.class),
                Bytes.of(row.getBytes("commitment")),
                List.of((UUID[]) row.getArray("keys").getArray()),
                texts(row.getArray("keks")),
                kinds,
                texts(row.getArray("exports")),
                time(row, "log_until").filter(Instant.now()::isBefore),
                time(row, "vacuumed_at"),
                texts(row.getArray("rules")),
                texts(row.getArray("law")),
                row.getTimestamp("erased_at").toInstant(),
                Optional.ofNullable(row.getString("log_id")).orElseGet(home::origin),
                row.getObject("event_id", UUID.class));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
