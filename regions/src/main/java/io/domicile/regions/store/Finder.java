// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.RecordId;
import io.domicile.regions.Sought;
import io.domicile.regions.Term;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Finds records by what stands for a person, a session or another term of theirs. Blocks its
/// caller.
@ApplicationScoped
public class Finder {

    private static final UUID FIRST = new UUID(0, 0);

    /// A subject's records stand behind its keys; that of the session is not asked.
    private static final String OF_SUBJECT =
            """
            select r.id from perishable.subject_key k join record r on r.key_id = k.id
            where k.tenant = ? and 'subject' = ? and k.pseudonym = any (?)
            """;

    private static final String OF_TERM =
            """
            select r.id from perishable.blind_index b
                join perishable.subject_key k on k.id = b.key_id join record r on r.id = b.record
            where b.tenant = ? and b.field = ? and b.value = any (?)
                and not exists (select 1 from closed_session c where c.session = b.value)
            """;

    /// What can be opened: its key is there and its time is not over.
    private static final String OPEN =
            """
                and k.restricted_until is null
                and not exists (select 1 from erased_key e where e.key_id = k.id)
                and r.tenant = k.tenant and r.envelope is not null and r.expires_at > now()
                and r.id > ?
            order by r.id limit ?
            """;

    private final Stores stores;
    private final StatelessSession session;

    Finder(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// See [io.domicile.regions.Residence#find].
    public List<RecordId> find(Home home, Sought sought) {
        return stores.read(
                home.region(),
                Tenants.of(sought.tenant()),
                () -> session.doReturningWork(it -> find(it, home, sought)));
    }

    private static List<RecordId> find(Connection connection, Home home, Sought sought)
            throws SQLException {
        var sql = sought.field().equals(Term.SUBJECT) ? OF_SUBJECT : OF_TERM;
        try (var query = connection.prepareStatement(sql + OPEN)) {
            query.setString(1, sought.tenant());
            query.setString(2, sought.field());
            query.setArray(3, connection.createArrayOf("bytea", marks(home, sought)));
            query.setObject(4, sought.after().map(RecordId::uuid).orElse(FIRST));
            query.setInt(5, sought.most());
            var found = new ArrayList<RecordId>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new RecordId(home.region(), rows.getObject(1, UUID.class)));
                }
            }
            return found;
        }
    }

    private static byte[][] marks(Home home, Sought sought) {
        return sought.values().stream()
                .map(value -> mark(home, sought.tenant(), new Term(sought.field(), value)))
                .map(Bytes::toArray)
                .toArray(byte[][]::new);
    }

    private static Bytes mark(Home home, String tenant, Term term) {
        return term.field().equals(Term.SUBJECT)
                ? home.holder(tenant, term.value()).pseudonym()
                : home.term(tenant, term);
    }
}
