// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.PolicyRevision;
import io.domicile.regions.Audited;
import io.domicile.regions.Audited.Kept;
import io.domicile.regions.Bytes;
import io.domicile.regions.Decided;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.hibernate.jdbc.ReturningWork;

/// Reads audited decisions in the order of the log. Blocks its caller.
@ApplicationScoped
public class DecisionLog {

    private final Stores stores;
    private final StatelessSession session;

    DecisionLog(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// An entry's place, and what is kept beside it.
    private record Place(long index, UUID event, Optional<Bytes> decision) {}

    /// The part of the region's logs that holds all events of a time whose entries are not pruned;
    /// others may lie between them.
    public Optional<Stretch> stretch(Home home, Span span) {
        return read(home, Tenants.NONE, connection -> stretch(connection, span));
    }

    /// Whether entries of a time may have been pruned.
    public boolean isPruned(Home home, Span span) {
        return read(home, Tenants.NONE, connection -> isPruned(connection, span));
    }

    /// The ids of the latest events that a decision is kept of, newest first.
    ///
    /// @param tenant whose events alone, or all
    /// @param most how many at most
    public List<UUID> latest(Home home, Optional<String> tenant, Span span, int most) {
        return read(
                home,
                tenant.map(Tenants::of).orElse(Tenants.EVERY),
                connection -> latest(connection, tenant, span, most));
    }

    /// The entries on the first page of a part of the log, by index.
    public SortedMap<Long, Bytes> entries(Home home, Stretch part) {
        var page = part.page();
        return read(
                home,
                Tenants.NONE,
                connection -> LogPages.entries(connection, page.log(), page.first(), page.last()));
    }

    /// Where the entries about a subject stand in the first log of a part, in its order.
    public List<Long> places(Home home, String tenant, String subject, Stretch part, Span span) {
        var holder = home.holder(tenant, subject);
        return read(
                home,
                Tenants.of(tenant),
                connection -> LogPages.places(connection, holder, part, span));
    }

    /// The events of a time on the first page of a part of the log.
    public List<Audited> page(Home home, Stretch part, Span span) {
        return read(home, Tenants.EVERY, connection -> page(connection, home, part, span));
    }

    private <T> T read(Home home, Tenants tenants, ReturningWork<T> work) {
        return stores.read(home.region(), tenants, () -> session.doReturningWork(work));
    }

    private static Optional<Stretch> stretch(Connection connection, Span span) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select i.log_id, min(i.idx), max(i.idx)
                        from audit_index i join audit_tree t on t.log_id = i.log_id
                        where i.event_id >= ? and i.event_id < ? and i.idx >= t.minimum
                        group by i.log_id, t.n order by t.n desc
                        """)) {
            query.setObject(1, span.from());
            query.setObject(2, span.to());
            var all = Optional.<Stretch>empty();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    all =
                            Optional.of(
                                    new Stretch(
                                            rows.getString(1),
                                            rows.getLong(2),
                                            rows.getLong(3),
                                            all));
                }
            }
            return all;
        }
    }

    private static boolean isPruned(Connection connection, Span span) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select exists (select from audit_tree t join audit_index i
                                on i.log_id = t.log_id and i.idx < t.minimum
                            where t.minimum > 0 and i.event_id >= ? and i.event_id < ?)
                        """)) {
            query.setObject(1, span.from());
            query.setObject(2, span.to());
            try (var row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static List<UUID> latest(
            Connection connection, Optional<String> tenant, Span span, int most)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select i.event_id from audit_index i join decision d on d.id = i.decision
                        where i.event_id >= ? and i.event_id < ?
                            and d.tenant = coalesce(?, d.tenant)
                        order by i.event_id desc limit ?
                        """)) {
            query.setObject(1, span.from());
            query.setObject(2, span.to());
            query.setString(3, tenant.orElse(null));
            query.setInt(4, most);
            var events = new ArrayList<UUID>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(rows.getObject(1, UUID.class));
                }
            }
            return events;
        }
    }

    private static List<Audited> page(Connection connection, Home home, Stretch part, Span span)
            throws SQLException {
        var places = places(connection, part.page(), span);
        if (places.isEmpty()) {
            return List.of();
        }
        var decided = decided(connection, home, places);
        var entries =
                LogPages.entries(
                        connection,
                        part.log(),
                        places.getFirst().index(),
                        places.getLast().index());
        return places.stream()
                .map(place ->
                        new Audited(
                                part.log(),
                                place.index(),
                                Optional.ofNullable(entries.get(place.index()))
                                        .orElseThrow(() ->
                                                new IllegalStateException("a bundle is missing")),
                                kept(home, place, decided)))
                .toList();
    }

    private static Kept kept(Home home, Place place, Map<Bytes, Decided> decided) {
        if (place.decision().isEmpty()) {
            return new Kept.Nothing();
        }
        var id = place.decision().get();
        var found = decided.get(id);
        return found == null
                ? new Kept.Spoiled()
                : new Kept.Whole(id, found, home.mark(place.event(), found));
    }

    private static List<Place> places(Connection connection, Stretch part, Span span)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select idx, event_id, decision from audit_index
                        where log_id = ? and idx between ? and ?
                            and event_id >= ? and event_id < ?
                        order by idx
                        """)) {
            query.setString(1, part.log());
            query.setLong(2, part.first());
            query.setLong(3, part.last());
            query.setObject(4, span.from());
            query.setObject(5, span.to());
            var places = new ArrayList<Place>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    places.add(
                            new Place(
                                    rows.getLong(1),
                                    rows.getObject(2, UUID.class),
                                    Optional.ofNullable(rows.getBytes(3)).map(Bytes::of)));
                }
            }
            return places;
        }
    }

    /// The rows that are what was written under their names.
    private static Map<Bytes, Decided> decided(Connection connection, Home home, List<Place> places)
            throws SQLException {
        var ids =
                places.stream()
                        .flatMap(place -> place.decision().stream())
                        .distinct()
                        .map(Bytes::toArray)
                        .toArray(byte[][]::new);
        try (var query =
                connection.prepareStatement(
                        """
                        select id, tenant, query, facts, policy, revision, answer
                        from decision where id = any(?)
                        """)) {
            query.setArray(1, connection.createArrayOf("bytea", ids));
            var decided = new HashMap<Bytes, Decided>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var id = Bytes.of(rows.getBytes(1));
                    var row =
                            new Decided(
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    new PolicyRevision(rows.getString(6), rows.getString(5)),
                                    rows.getString(7));
                    if (id.equals(home.decision(row))) {
                        decided.put(id, row);
                    }
                }
            }
            return decided;
        }
    }
}
