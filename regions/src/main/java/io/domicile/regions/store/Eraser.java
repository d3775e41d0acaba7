// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Erasure;
import io.domicile.regions.Note;
import io.domicile.regions.store.Home.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Destroys a subject's DEKs. Blocks its caller.
@ApplicationScoped
public class Eraser {

    /// So many marks leave room in an entry.
    private static final int MARKS = 500;

    private final Stores stores;
    private final StatelessSession session;

    Eraser(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// Destroys the keys, leaves tombstones and writes the audit row, in one transaction. No writer
    /// of any gateway seals meanwhile.
    Erasure erase(Home home, Ids ids, String tenant, String subject, Note note, Instant now) {
        var holder = home.holder(tenant, subject);
        var event = ids.next();
        return stores.read(
                home.region(),
                Tenants.of(tenant),
                () -> {
                    long epoch = nextEpoch();
                    var keys = keysOf(holder);
                    long records = keys.isEmpty() ? 0 : destroy(keys, tenant, epoch, now);
                    var decisions = new DecisionRows(home);
                    var marks = keys.stream().map(key -> home.mark(tenant, key)).toList();
                    var row = row(home, note, marks, event, now);
                    row.decision = decisions.idOf(note);
                    decisions.write(session);
                    session.insert(row);
                    for (int i = MARKS; i < marks.size(); i += MARKS) {
                        var rest = marks.subList(i, marks.size());
                        session.insert(row(home, note, rest, ids.next(), now));
                    }
                    return new Erasure(home.region(), keys, records, now, home.origin(), event);
                });
    }

    /// @param marks what is said of the keys; of those that are too many, the first alone
    private static AuditOutboxEntity row(
            Home home, Note note, List<String> marks, UUID event, Instant now) {
        var said = note.labelled(marks.subList(0, Math.min(marks.size(), MARKS)));
        return Said.row(home, said, event, now, Optional.empty());
    }

    private long nextEpoch() {
        session.createNativeMutationQuery("update erasure_epoch set epoch = epoch + 1 where id = 1")
                .executeUpdate();
        return session.createNativeQuery("select epoch from erasure_epoch where id = 1", Long.class)
                .getSingleResult();
    }

    private List<UUID> keysOf(Holder holder) {
        return session.createQuery(
                        "select k.id from SubjectKeyEntity k where k.pseudonym = ?1 and k.tenant = ?2",
                        UUID.class)
                .setParameter(1, holder.pseudonym().toArray())
                .setParameter(2, holder.tenant())
                .getResultList();
    }

    private long destroy(List<UUID> keys, String tenant, long epoch, Instant now) {
        session.createMutationQuery("delete from SubjectKeyEntity k where k.id in ?1")
                .setParameter(1, keys)
                .executeUpdate();
        session.insertMultiple(
                keys.stream().map(key -> tombstone(key, tenant, epoch, now)).toList());
        return session.createQuery(
                        "select count(*) from RecordEntity r where r.keyId in ?1", Long.class)
                .setParameter(1, keys)
                .getSingleResult();
    }

    private static ErasedKeyEntity tombstone(UUID key, String tenant, long epoch, Instant now) {
        var row = new ErasedKeyEntity();
        row.keyId = key;
        row.tenant = tenant;
        row.epoch = epoch;
        row.erasedAt = now;
        return row;
    }
}
