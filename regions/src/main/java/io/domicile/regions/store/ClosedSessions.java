// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Closing;
import io.domicile.regions.Closure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

    /// Ends a session in a transaction of its own. See [#close].
    Closure closeAlone(Home home, Ids ids, Closing closing, Instant now) {
        return stores.read(
                home.region(), Tenants.of(closing.tenant()), () -> close(home, ids, closing, now));
    }

    /// Makes writers and erasures of all gateways wait until the running transaction ends.
    void lock() {
        session.createNativeQuery(
                        "select epoch from erasure_epoch where id = 1 for update", Long.class)
                .getSingleResult();
    }

    /// Ends a session inside the running transaction: destroys the keys of what is bound to it,
    /// leaves tombstones, remembers the session and writes the audit row. No writer of any gateway
    /// seals meanwhile, and no hold is placed; keys of persons whom a legal hold is on stay. The
    /// same again finds nothing to destroy.
    Closure close(Home home, Ids ids, Closing closing, Instant time) {
        var now = time.truncatedTo(ChronoUnit.MICROS);
        var tenant = closing.tenant();
        var mac = home.session(tenant, closing.session()).toArray();
        var event = ids.next();
        long epoch = Destruction.nextEpoch(session);
        var all = keysOf(tenant, mac);
        var keys = all.stream().filter(key -> !isHeld(key, now)).toList();
        var destroyed = keys.stream().map(key -> key.id).toList();
        long records = records(destroyed);
        new Destruction(home, session, epoch, now, closing.keepLog()).destroy(keys);
        var closedAt = remember(tenant, mac, now);
        var until =
                destroyed.isEmpty() ? Optional.<Instant>empty() : closing.keepLog().map(now::plus);
        eraser.audit(
                home,
                ids,
                event,
                new Eraser.Ended(closing.note(), Optional.empty(), destroyed, now, until));
        return new Closure(
                home.region(),
                closedAt,
                destroyed,
                records,
                all.size() - keys.size(),
                home.origin(),
                event);
    }

    private boolean isHeld(SubjectKeyEntity key, Instant now) {
        return Holds.isHeld(session, key.owner(), now);
    }

    private long records(List<UUID> keys) {
        return keys.isEmpty()
                ? 0
                : session.createQuery(
                                "select count(*) from RecordEntity r where r.keyId in ?1",
                                Long.class)
                        .setParameter(1, keys)
                        .getSingleResult();
    }

    private List<SubjectKeyEntity> keysOf(String tenant, byte[] session) {
        return this.session
                .createQuery(
                        """
                        from SubjectKeyEntity k where k.tenant = ?1 and k.session = ?2
                            and k.restrictedUntil is null
                        """,
                        SubjectKeyEntity.class)
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
