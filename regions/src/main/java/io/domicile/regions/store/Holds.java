// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.store.Home.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Legal holds on data subjects. Each change waits for erasures that are under way, and they for
/// it, and its audit row is written with it. Blocks its caller.
@ApplicationScoped
public class Holds {

    /// Keeps holds from being placed until the transaction ends.
    public static final String SHUT_OUT = "select 1 from erasure_epoch where id = 1 for share";

    private static final String OF_SUBJECT =
            """
            select reference, basis, until, placed_at, event_id from perishable.legal_hold
            where tenant = ? and pseudonym = ? order by reference
            """;

    private final Stores stores;
    private final StatelessSession session;

    Holds(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// All holds on a subject, also those whose time is over.
    public List<LegalHold> of(Home home, String tenant, String subject) {
        var holder = home.holder(tenant, subject);
        return stores.read(
                home.region(),
                Tenants.of(tenant),
                () -> session.doReturningWork(connection -> of(connection, holder)));
    }

    /// Places a hold, or changes the one with the same reference. One that is there already as it
    /// should be stays as it is, without an audit row.
    LegalHold place(Home home, UUID event, String subject, LegalHold.Draft draft, Note note) {
        var holder = home.holder(note.tenant(), subject);
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var hold = new LegalHold(draft.reference(), draft.basis(), draft.until(), now, event);
        return stores.read(
                home.region(),
                Tenants.of(note.tenant()),
                () -> {
                    var same =
                            alone(holder, draft.reference()).filter(known -> isSame(known, draft));
                    return same.orElseGet(() -> write(home, holder, hold, note));
                });
    }

    private LegalHold write(Home home, Holder holder, LegalHold hold, Note note) {
        session.doWork(connection -> store(connection, holder, hold));
        session.insert(Said.row(home, note, hold.entry(), hold.placedAt(), Optional.empty()));
        return hold;
    }

    /// Releases a hold.
    ///
    /// @return empty if there is none, and then nothing is written
    Optional<LegalHold> release(
            Home home, UUID event, String subject, String reference, Note note) {
        var holder = home.holder(note.tenant(), subject);
        return stores.read(
                home.region(),
                Tenants.of(note.tenant()),
                () -> {
                    var before = alone(holder, reference);
                    before.ifPresent(hold -> {
                        session.doWork(connection -> delete(connection, holder, reference));
                        var said = note.labelled(List.of("hold:" + hold.entry()));
                        session.insert(
                                Said.row(home, said, event, Instant.now(), Optional.empty()));
                    });
                    return before;
                });
    }

    /// Whether a hold on the subject is in force. Stays true until the end of a transaction that
    /// has begun an erasure.
    static boolean isHeld(StatelessSession session, Holder holder, Instant now) {
        return session.doReturningWork(connection -> of(connection, holder)).stream()
                .anyMatch(hold -> hold.isInForce(now));
    }

    /// A subject's hold of that reference, while no erasure is under way.
    private Optional<LegalHold> alone(Holder holder, String reference) {
        session.createNativeQuery(
                        "select epoch from erasure_epoch where id = 1 for update", Long.class)
                .getSingleResult();
        return session.doReturningWork(connection -> of(connection, holder)).stream()
                .filter(hold -> hold.reference().equals(reference))
                .findFirst();
    }

    private static boolean isSame(LegalHold known, LegalHold.Draft draft) {
        return known.basis() == draft.basis() && known.until().equals(draft.until());
    }

    private static List<LegalHold> of(Connection connection, Holder holder) throws SQLException {
        try (var query = connection.prepareStatement(OF_SUBJECT)) {
            bind(query, holder);
            var holds = new ArrayList<LegalHold>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    holds.add(hold(rows));
                }
            }
            return holds;
        }
    }

    private static LegalHold hold(ResultSet row) throws SQLException {
        return new LegalHold(
                row.getString(1),
                LegalHold.Basis.of(row.getString(2)).orElseThrow(),
                Optional.ofNullable(row.getTimestamp(3)).map(Timestamp::toInstant),
                row.getTimestamp(4).toInstant(),
                row.getObject(5, UUID.class));
    }

    private static void store(Connection connection, Holder holder, LegalHold hold)
            throws SQLException {
        try (var upsert =
                connection.prepareStatement(
                        """
                        insert into perishable.legal_hold
                            (tenant, pseudonym, reference, basis, until, placed_at, event_id)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant, pseudonym, reference) do update set
                            basis = excluded.basis, until = excluded.until,
                            placed_at = excluded.placed_at, event_id = excluded.event_id
                        """)) {
            bind(upsert, holder);
            upsert.setString(3, hold.reference());
            upsert.setString(4, hold.basis().code());
            upsert.setTimestamp(5, hold.until().map(Timestamp::from).orElse(null));
            upsert.setTimestamp(6, Timestamp.from(hold.placedAt()));
            upsert.setObject(7, hold.entry());
            upsert.executeUpdate();
        }
    }

    private static void delete(Connection connection, Holder holder, String reference)
            throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "delete from perishable.legal_hold where tenant = ? and pseudonym = ?"
                                + " and reference = ?")) {
            bind(delete, holder);
            delete.setString(3, reference);
            delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Holder holder) throws SQLException {
        statement.setString(1, holder.tenant());
        statement.setBytes(2, holder.pseudonym().toArray());
    }
}
