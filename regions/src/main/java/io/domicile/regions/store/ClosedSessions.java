// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Closure;
import io.domicile.regions.Note;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/// Ends sessions, and knows those that have ended, by the MAC of their ids.
@ApplicationScoped
public class ClosedSessions {

    private final Stores stores;
    private final StatelessSession session;
    private final Eraser eraser;

    ClosedSessions(Stores stores, StatelessSession session, Eraser eraser) {
        this.stores = stores;
        this.session = session;
        this.eraser = eraser;
    }

    /// Which of these have ended. Stays true until the transaction ends, if the session's
    /// transaction holds the erasure epoch.
    static Set<Bytes> among(StatelessSession session, Collection<Bytes> sessions) {
        return sessions.isEmpty()
                ? Set.of()
                : session.createQuery(
                                "select c.session from ClosedSessionEntity c where c.session in ?1",
                                byte[].class)
                        .setParameter(1, sessions.stream().distinct().map(Bytes::toArray).toList())
                        .getResultStream()
                        .map(Bytes::of)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Ends a session in a transaction of its own. See [#close(Home, Ids, String, String, Note,
    /// Instant)].
    Closure closeAlone(Home home, Ids ids, String tenant, String id, Note note, Instant now) {
        return stores.read(
                home.region(), Tenants.of(tenant), () -> close(home, ids, tenant, id, note, now));
    }

    /// Makes writers and erasures of all gateways wait until the running transaction ends.
    void lock() {
        session.createNativeQuery(
                        "select epoch from erasure_epoch where id = 1 for update", Long.class)
                .getSingleResult();
    }

    /// Ends a session inside the running transaction: destroys the keys of what is bound to it,
    /// leaves tombstones, remembers the session and writes the audit row. No writer of any gateway
    /// seals meanwhile. The same again finds nothing to destroy.
    Closure close(Home home, Ids ids, String tenant, String id, Note note, Instant now) {
        var mac = home.session(tenant, id).toArray();
        var event = ids.next();
        long epoch = eraser.nextEpoch();
        var keys = keysOf(tenant, mac);
        long records = keys.isEmpty() ? 0 : eraser.destroy(keys, tenant, epoch, now);
        var closedAt = remember(tenant, mac, now.truncatedTo(ChronoUnit.MICROS));
        eraser.audit(home, ids, note, keys, event, now);
        return new Closure(home.region(), closedAt, keys, records, home.origin(), event);
    }

    private List<UUID> keysOf(String tenant, byte[] session) {
        return this.session
                .createQuery(
                        "select k.id from SubjectKeyEntity k where k.tenant = ?1 and k.session = ?2",
                        UUID.class)
                .setParameter(1, tenant)
                .setParameter(2, session)
                .getResultList();
    }

    private Instant remember(String tenant, byte[] mac, Instant now) {
        var known = session.get(ClosedSessionEntity.class, mac);
        if (known != null) {
            return known.closedAt;
        }
        var row = new ClosedSessionEntity();
        row.session = mac;
        row.tenant = tenant;
        row.closedAt = now;
        session.insert(row);
        return now;
    }
}
