// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.Candidate;
import io.domicile.regions.Departure;
import io.domicile.regions.Once;
import io.domicile.regions.Progress;
import io.domicile.regions.RecordId;
import io.domicile.regions.Transfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.jdbc.ReturningWork;
import org.jspecify.annotations.Nullable;

/// The transfers that leave a region: what was asked, and how far each record is. Blocks its
/// callers.
public final class Departures {

    /// Records that are looked at in one go; stands in the statements too.
    public static final int STEP = 256;

    private static final String FIELDS =
            """
            select t.id, t.tenant, t.target, t.mode, t.record, t.request, t.begun_at, t.decided_at,
                t.ended_at, t.refusal
            from transfer t
            """;

    private static final String UNDECIDED =
            """
            select r.id, case
                    when exists (select from perishable.subject_key k
                        join perishable.legal_hold h using (tenant, pseudonym)
                        where k.id = r.key_id and (h.until is null or h.until > now()))
                        then 'legal_hold'
                    when exists (select from perishable.subject_key k
                        where k.id = r.key_id and k.session <> '') then 'session_bound' end
            from (
                select one.* from transfer t
                    join record one on one.id = t.record and one.tenant = t.tenant
                    where t.id = ?
                union all
                select each.* from transfer t
                    join perishable.subject_key own on own.id = t.key_id
                    join perishable.subject_key k on k.tenant = own.tenant
                        and k.pseudonym = own.pseudonym and k.restricted_until is null
                    join record each on each.key_id = k.id
                    where t.id = ?) r
            where r.envelope is not null and r.expires_at > now()
                and exists (select from perishable.subject_key k
                    where k.id = r.key_id and k.restricted_until is null)
                and not exists (select from departure d where d.record = r.id
                    and (d.transfer = ? or d.mode = 'MOVE'
                        and d.state in ('BEGUN', 'ARRIVED', 'RELEASED')))
            order by r.id limit 256
            """;

    private static final String DEPARTURES =
            """
            select d.transfer, t.tenant, d.mode, d.target, d.record, d.arrival, d.policy, d.state,
                d.code, d.event_id, d.arrived_id, d.released_id, d.opened_id
            from departure d join transfer t on t.id = d.transfer
            """;

    private final Home home;
    private final Stores stores;
    private final OwnerTransactions owned;

    /// @param stores where callers' questions are asked, each for its tenant
    /// @param owner the role that owns the tables: carries the records
    /// @param log is told of new audit rows
    public Departures(Home home, Stores stores, Database owner, Writer.Log log) {
        this.home = home;
        this.stores = stores;
        this.owned = OwnerTransactions.of(home, owner, log);
    }

    /// Does what a caller asks for, who sees its tenant's rows alone.
    private <T> T ask(String tenant, ReturningWork<T> work) {
        owned.requireTrusted();
        return stores.ask(home.region(), Tenants.of(tenant), work);
    }

    /// Keeps an order.
    ///
    /// @return empty if a subject's home is to move that has no record here
    public Optional<Transfer> begin(Transfer.Order order) {
        return ask(
                order.tenant(),
                connection -> {
                    Optional<UUID> key =
                            order.what() instanceof Transfer.What.Home(var subject)
                                    ? keyOfLiving(connection, order.tenant(), subject)
                                    : Optional.empty();
                    Optional<UUID> record =
                            order.what() instanceof Transfer.What.One(var id)
                                    ? Optional.of(id)
                                    : Optional.empty();
                    if (key.isEmpty() && record.isEmpty()) {
                        return Optional.empty();
                    }
                    var id = owned.ids().next();
                    insert(connection, id, order, record, key);
                    return one(connection, "where t.id = ?", id);
                });
    }

    /// What an order with the same idempotency key was before.
    ///
    /// @param request MAC of what was asked
    public record Repeated(Transfer transfer, Bytes request) {}

    /// The transfer that was ordered with this idempotency key.
    public Optional<Repeated> earlier(String tenant, Once once) {
        return ask(
                tenant,
                connection -> {
                    try (var query =
                            connection.prepareStatement(
                                    "select id, request_mac from transfer where once = ?")) {
                        query.setBytes(1, home.onceKey(tenant, once).toArray());
                        try (var rows = query.executeQuery()) {
                            if (!rows.next()) {
                                return Optional.empty();
                            }
                            var mac = Bytes.of(rows.getBytes(2));
                            return one(connection, "where t.id = ?", rows.getObject(1, UUID.class))
                                    .map(transfer -> new Repeated(transfer, mac));
                        }
                    }
                });
    }

    /// Whether an order is the same as the one that was kept.
    public boolean isSame(Repeated before, String tenant, Once once) {
        return before.request().equals(home.onceRequest(tenant, once));
    }

    /// The transfer that does already what is asked: one of that record that has not failed, or an
    /// unfinished one of that subject's home.
    public Optional<Transfer> same(Transfer.Order order) {
        var target = order.target().code();
        var mode = order.mode().name();
        return ask(
                order.tenant(),
                connection ->
                        switch (order.what()) {
                            case Transfer.What.One(var record) ->
                                    one(
                                            connection,
                                            """
                                            where t.tenant = ? and t.target = ? and t.mode = ?
                                                and (t.record = ? and t.decided_at is null
                                                    or exists (select from departure d
                                                        where d.transfer = t.id and d.record = ?
                                                            and d.state not in ('GONE', 'STAYED')))
                                            """,
                                            order.tenant(),
                                            target,
                                            mode,
                                            record,
                                            record);
                            case Transfer.What.Home(var subject) ->
                                    one(
                                            connection,
                                            """
                                            where t.tenant = ? and t.target = ? and t.mode = ?
                                                and t.ended_at is null and t.key_id in
                                                    (select k.id from perishable.subject_key k
                                                        where k.tenant = ? and k.pseudonym = ?)
                                            """,
                                            order.tenant(),
                                            target,
                                            mode,
                                            order.tenant(),
                                            home.holder(order.tenant(), subject)
                                                    .pseudonym()
                                                    .toArray());
                        });
    }

    /// Whether the record is on its way somewhere else.
    public boolean isLeaving(String tenant, UUID record) {
        return ask(
                tenant,
                connection -> {
                    try (var query =
                            connection.prepareStatement(
                                    """
                                    select from departure where record = ? and mode = 'MOVE'
                                        and state in ('BEGUN', 'ARRIVED', 'RELEASED')
                                    """)) {
                        query.setObject(1, record);
                        try (var rows = query.executeQuery()) {
                            return rows.next();
                        }
                    }
                });
    }

    /// Records of the transfer that the law was not asked about yet, at most [#STEP]. What is on
    /// its way already in another transfer is not among them.
    public List<Candidate> undecided(Transfer transfer) {
        return ask(
                transfer.tenant(),
                connection -> {
                    try (var query = connection.prepareStatement(UNDECIDED)) {
                        bind(query, transfer.id(), transfer.id(), transfer.id());
                        try (var rows = query.executeQuery()) {
                            var records = new ArrayList<Candidate>();
                            while (rows.next()) {
                                records.add(
                                        new Candidate(
                                                new RecordId(
                                                        home.region(),
                                                        rows.getObject(1, UUID.class)),
                                                Optional.ofNullable(rows.getString(2))));
                            }
                            return records;
                        }
                    }
                });
    }

    /// Takes the transfer for deciding on its records, for a quarter of a minute, unless somebody
    /// else has it.
    ///
    /// @param decider a random id of who decides
    public boolean claim(Transfer transfer, UUID decider) {
        return ask(
                transfer.tenant(),
                connection ->
                        update(
                                        connection,
                                        """
                                        update transfer set decider = ?,
                                            deciding_until = now() + interval '15 seconds'
                                        where id = ? and decided_at is null and (decider = ?
                                            or coalesce(deciding_until, '-infinity') < now())
                                        """,
                                        decider,
                                        transfer.id(),
                                        decider)
                                > 0);
    }

    /// Says that the law was asked about every record.
    ///
    /// @param refusal what the order is answered, and its repetition: if every record stayed
    public void decided(Transfer transfer, Optional<String> refusal) {
        var unused =
                ask(
                        transfer.tenant(),
                        connection ->
                                update(
                                        connection,
                                        """
                                        update transfer set decided_at = now(), refusal = ?
                                        where id = ? and decided_at is null
                                        """,
                                        refusal.orElse(null),
                                        transfer.id()));
    }

    /// An id for a record at the target.
    public UUID newId() {
        return owned.ids().next();
    }

    /// Transfers that have not ended, the oldest first, at most 1000.
    ///
    /// @param tenant whose alone, or all
    /// @param after those that come after this one; an id of zeroes for the first
    public List<Transfer> unfinished(Optional<String> tenant, UUID after) {
        OwnerTransactions.Work<List<Transfer>> work =
                connection ->
                        all(
                                connection,
                                """
                                where t.ended_at is null and t.id > ?
                                order by t.id limit 1000
                                """,
                                after);
        return tenant.isPresent() ? ask(tenant.get(), work::with) : owned.in(work);
    }

    /// Transfers of all tenants that a gateway left undecided: begun before that time. The oldest
    /// first, at most 1000.
    public List<Transfer> undecided(Instant begunBefore) {
        return owned.in(connection ->
                all(
                        connection,
                        """
                        where t.decided_at is null and t.begun_at < ? order by t.id limit 1000
                        """,
                        Timestamp.from(begunBefore)));
    }

    /// How far a transfer is.
    public Optional<Progress> progress(String tenant, UUID transfer) {
        return ask(
                tenant,
                connection -> {
                    var found = one(connection, "where t.id = ?", transfer);
                    return found.isEmpty()
                            ? Optional.empty()
                            : Optional.of(progress(connection, found.get()));
                });
    }

    /// Whether a transfer of the tenant was under way at some time since then.
    public boolean wereUnderWay(String tenant, Instant since) {
        return ask(
                tenant,
                connection ->
                        one(
                                        connection,
                                        """
                                        where t.tenant = ? and coalesce(t.ended_at, 'infinity') > ? limit 1
                                        """,
                                        tenant,
                                        Timestamp.from(since))
                                .isPresent());
    }

    /// Whether no transfer to the target is unfinished.
    public boolean isAtRest(RegionId target) {
        return owned.in(connection -> isAtRest(connection, target));
    }

    static boolean isAtRest(Connection connection, RegionId target) throws SQLException {
        return one(connection, "where t.target = ? and t.ended_at is null limit 1", target.code())
                .isEmpty();
    }

    /// Records on their way to the target that are so far, at most [#STEP].
    public List<Departure> in(Transfer.State state, RegionId target) {
        return owned.in(connection ->
                departures(
                        connection,
                        "where d.state = ? and d.target = ? order by d.arrival limit 256",
                        state.name(),
                        target.code()));
    }

    /// Says that a record is at the target, by which entry of its log.
    public void arrived(Map<Departure, UUID> arrived) {
        owned.in(connection -> {
            try (var update =
                    connection.prepareStatement(
                            """
                            update departure set state = 'ARRIVED', arrived_id = ?
                            where arrival = ? and state = 'BEGUN'
                            """)) {
                for (var one : arrived.entrySet()) {
                    update.setObject(1, one.getValue());
                    update.setObject(2, one.getKey().arrival());
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /// Says that they are to be brought to the target once more, because they are not there.
    public void beginAgain(List<Departure> lost) {
        owned.in(connection ->
                update(
                        connection,
                        """
                        update departure set state = 'BEGUN', arrived_id = null
                        where arrival = any(?) and state = 'ARRIVED'
                        """,
                        OwnerTransactions.ids(connection, arrivals(lost))));
    }

    /// Says that they may be read at the target, by which entry of its log.
    ///
    /// @param there those that are there; the others were erased or expired on the way
    public void done(List<Departure> departures, Set<UUID> there, Map<UUID, UUID> opened) {
        owned.in(connection -> {
            try (var update =
                    connection.prepareStatement(
                            """
                            update departure set state = ?, opened_id = coalesce(opened_id, ?)
                            where arrival = ? and state = 'RELEASED'
                            """)) {
                for (var departure : departures) {
                    update.setString(1, there.contains(departure.arrival()) ? "DONE" : "GONE");
                    update.setObject(2, opened.get(departure.transfer()));
                    update.setObject(3, departure.arrival());
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /// Ends the way of records of which nothing is at the target.
    ///
    /// @param code why it stays; empty if it is erased or expired
    public void end(List<Departure> departures, Optional<String> code) {
        owned.in(connection ->
                update(
                        connection,
                        """
                        update departure set state = ?, code = ?
                        where arrival = any(?) and state in ('BEGUN', 'ARRIVED')
                        """,
                        code.isPresent() ? "STAYED" : "GONE",
                        code.orElse(null),
                        OwnerTransactions.ids(connection, arrivals(departures))));
    }

    /// Their ids at the target.
    public static List<UUID> arrivals(List<Departure> departures) {
        return departures.stream().map(Departure::arrival).toList();
    }

    OwnerTransactions owned() {
        return owned;
    }

    private Optional<UUID> keyOfLiving(Connection connection, String tenant, String subject)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select k.id from perishable.subject_key k
                        where k.tenant = ? and k.pseudonym = ? and k.restricted_until is null
                            and exists (select from record r where r.key_id = k.id
                                and r.envelope is not null and r.expires_at > now())
                        order by k.session, k.id limit 1
                        """)) {
            query.setString(1, tenant);
            query.setBytes(2, home.holder(tenant, subject).pseudonym().toArray());
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    private void insert(
            Connection connection,
            UUID id,
            Transfer.Order order,
            Optional<UUID> record,
            Optional<UUID> key)
            throws SQLException {
        update(
                connection,
                """
                insert into transfer (id, tenant, target, mode, record, key_id, keep_log, request,
                    once, request_mac, begun_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())
                """,
                id,
                order.tenant(),
                order.target().code(),
                order.mode().name(),
                record.orElse(null),
                key.orElse(null),
                order.keepLog().map(Duration::toSeconds).orElse(null),
                order.request(),
                order.once().map(once -> home.onceKey(order.tenant(), once).toArray()).orElse(null),
                order.once()
                        .map(once -> home.onceRequest(order.tenant(), once).toArray())
                        .orElse(null));
    }

    private static Progress progress(Connection connection, Transfer transfer) throws SQLException {
        var states = new EnumMap<Transfer.State, Long>(Transfer.State.class);
        var stayed = new HashMap<String, Long>();
        try (var query =
                connection.prepareStatement(
                        """
                        select state, code, count(*) from departure where transfer = ?
                        group by state, code
                        """)) {
            query.setObject(1, transfer.id());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    long records = rows.getLong(3);
                    states.merge(Transfer.State.valueOf(rows.getString(1)), records, Long::sum);
                    var code = rows.getString(2);
                    if (code != null) {
                        stayed.put(code, records);
                    }
                }
            }
        }
        var first =
                departures(
                        connection,
                        "where d.transfer = ? order by d.arrival limit " + Progress.SHOWN,
                        transfer.id());
        return new Progress(transfer, states, stayed, first);
    }

    private static Optional<Transfer> one(
            Connection connection, String where, @Nullable Object... values) throws SQLException {
        return all(connection, where, values).stream().findFirst();
    }

    private static List<Transfer> all(
            Connection connection, String where, @Nullable Object... values) throws SQLException {
        try (var query = connection.prepareStatement(FIELDS + where)) {
            bind(query, values);
            try (var rows = query.executeQuery()) {
                var transfers = new ArrayList<Transfer>();
                while (rows.next()) {
                    transfers.add(
                            new Transfer(
                                    rows.getObject(1, UUID.class),
                                    rows.getString(2),
                                    RegionId.of(rows.getString(3)),
                                    Transfer.Mode.valueOf(rows.getString(4)),
                                    optional(rows, 5),
                                    rows.getString(6),
                                    rows.getTimestamp(7).toInstant(),
                                    rows.getTimestamp(8) != null,
                                    Optional.ofNullable(rows.getTimestamp(9))
                                            .map(Timestamp::toInstant),
                                    Optional.ofNullable(rows.getString(10))));
                }
                return transfers;
            }
        }
    }

    static List<Departure> departures(
            Connection connection, String where, @Nullable Object... values) throws SQLException {
        try (var query = connection.prepareStatement(DEPARTURES + where)) {
            bind(query, values);
            try (var rows = query.executeQuery()) {
                var departures = new ArrayList<Departure>();
                while (rows.next()) {
                    departures.add(departure(rows));
                }
                return departures;
            }
        }
    }

    private static Departure departure(ResultSet row) throws SQLException {
        return new Departure(
                row.getObject(1, UUID.class),
                row.getString(2),
                Transfer.Mode.valueOf(row.getString(3)),
                RegionId.of(row.getString(4)),
                row.getObject(5, UUID.class),
                row.getObject(6, UUID.class),
                row.getString(7),
                Transfer.State.valueOf(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                new Departure.Entries(
                        optional(row, 10),
                        optional(row, 11),
                        optional(row, 12),
                        optional(row, 13)));
    }

    private static Optional<UUID> optional(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class));
    }

    static int update(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            bind(update, values);
            return update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
