// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Erasing;
import io.domicile.regions.Erasure;
import io.domicile.regions.Note;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.store.Home.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// Erases data subjects. Blocks its caller.
@ApplicationScoped
public class Eraser {

    /// So many marks leave room in an entry.
    private static final int MARKS = 500;

    private final Stores stores;
    private final StatelessSession session;
    private final Certificates certificates;
    private final Volumes volumes;

    Eraser(Stores stores, StatelessSession session, Certificates certificates, Volumes volumes) {
        this.stores = stores;
        this.session = session;
        this.certificates = certificates;
        this.volumes = volumes;
    }

    /// Destroys the subject's keys, leaves tombstones, and writes certificate and audit row, in one
    /// transaction. No writer of any gateway seals meanwhile, and no hold is placed. What the keys
    /// had sealed is not touched nor counted here.
    ///
    /// @return empty if a legal hold is in force; nothing is destroyed then
    Optional<Erasure> erase(Home home, Ids ids, Erasing order, Instant time) {
        var event = ids.next();
        var now = time.truncatedTo(ChronoUnit.MICROS);
        var holder = home.holder(order.tenant(), order.subject());
        var exports = volumes.exportsOf(home, order.tenant(), order.subject());
        return stores.read(
                home.region(),
                Tenants.of(order.tenant()),
                () -> {
                    long epoch = Destruction.nextEpoch(session);
                    if (Holds.isHeld(session, holder, now)) {
                        return Optional.empty();
                    }
                    var keys = keysOf(holder);
                    new Destruction(home, session, epoch, now, order.keepLog()).destroy(keys);
                    var erasure = erasure(home, event, order, keys, exports, now);
                    certificates.write(erasure, order.tenant());
                    write(home, ids, order, erasure);
                    return Optional.of(erasure);
                });
    }

    /// Whether the region has keys of the subject that open anything.
    public boolean knows(Home home, String tenant, String subject) {
        return stores.read(
                home.region(),
                Tenants.of(tenant),
                () -> !keysOf(home.holder(tenant, subject)).isEmpty());
    }

    /// Destroys the keys of a subject, none of which seals a record any more because its home has
    /// moved, with an audit row, in one transaction. Those of a subject under a legal hold stay.
    ///
    /// @param key one of them
    /// @return ids of those that were destroyed
    List<UUID> shred(
            Home home,
            Ids ids,
            Passage passage,
            UUID key,
            Optional<Duration> keepLog,
            Instant time) {
        var now = time.truncatedTo(ChronoUnit.MICROS);
        return stores.read(
                home.region(),
                Tenants.of(passage.tenant()),
                () -> {
                    long epoch = Destruction.nextEpoch(session);
                    var own = session.get(SubjectKeyEntity.class, key);
                    if (own == null || Holds.isHeld(session, own.owner(), now)) {
                        return List.of();
                    }
                    var keys = keysOf(own.owner());
                    if (keys.isEmpty() || keys.stream().anyMatch(this::sealsRecords)) {
                        return List.of();
                    }
                    new Destruction(home, session, epoch, now, keepLog).destroy(keys);
                    var note = passage.note("shredded", "keys:" + keys.size());
                    var destroyed = keys.stream().map(one -> one.id).toList();
                    var until = keepLog.map(now::plus);
                    audit(
                            home,
                            ids,
                            ids.next(),
                            new Ended(note, Optional.empty(), destroyed, now, until));
                    return destroyed;
                });
    }

    private boolean sealsRecords(SubjectKeyEntity key) {
        return session.createQuery(
                                """
                                select (select count(*) from RecordEntity r
                                        where r.keyId = ?1 and r.envelope is not null)
                                    + (select count(*) from ArrivalEntity a where a.keyId = ?1)
                                """,
                                Long.class)
                        .setParameter(1, key.id)
                        .getSingleResult()
                > 0;
    }

    /// Counts what an erasure was about, and adds it to the certificate.
    Erasure count(Home home, String tenant, Erasure erasure) {
        return stores.read(home.region(), Tenants.of(tenant), () -> certificates.count(erasure));
    }

    private Erasure erasure(
            Home home,
            UUID event,
            Erasing order,
            List<SubjectKeyEntity> keys,
            List<String> exports,
            Instant now) {
        return new Erasure(
                home.region(),
                order.certificate(),
                commitment(order),
                keys.stream().map(key -> key.id).toList(),
                keys.stream().map(key -> key.kek).distinct().toList(),
                Map.of(),
                exports,
                logUntil(home.holder(order.tenant(), order.subject())),
                Optional.empty(),
                order.note().rules(),
                order.note().law(),
                now,
                home.origin(),
                event);
    }

    private void write(Home home, Ids ids, Erasing order, Erasure erasure) {
        var note = order.note().labelled(List.of("keys:" + erasure.keys().size()));
        var said = Optional.of(Said.of(erasure.commitment()));
        var ended = new Ended(note, said, erasure.keys(), erasure.at(), erasure.logUntil());
        audit(home, ids, erasure.entry(), ended);
    }

    /// An end of keys, as the log tells it.
    ///
    /// @param logUntil until when the network log that the keys had sealed is kept, if it is
    record Ended(
            Note note,
            Optional<Said> said,
            List<UUID> keys,
            Instant at,
            Optional<Instant> logUntil) {}

    /// Writes the audit row of an end of keys, and further ones where they are many: what it says
    /// of the keys is how a restored database learns that they are gone.
    void audit(Home home, Ids ids, UUID event, Ended ended) {
        var note = ended.note.labelled(Home.logUntil(ended.logUntil));
        var decisions = new DecisionRows(home);
        var marks = ended.keys.stream().map(key -> home.mark(note.tenant(), key)).toList();
        var row = Said.row(home, marked(note, marks), event, ended.at, ended.said);
        row.decision = decisions.idOf(note);
        decisions.write(session);
        session.insert(row);
        for (int i = MARKS; i < marks.size(); i += MARKS) {
            var rest = marked(note, marks.subList(i, marks.size()));
            session.insert(Said.row(home, rest, ids.next(), ended.at, Optional.empty()));
        }
    }

    /// Of marks that are too many, the first alone.
    private static Note marked(Note note, List<String> marks) {
        return note.labelled(marks.subList(0, Math.min(marks.size(), MARKS)));
    }

    private static Bytes commitment(Erasing order) {
        var subject = order.subject().getBytes(StandardCharsets.UTF_8);
        return Bytes.of(SubjectKey.commitment(order.salt().toArray(), subject));
    }

    private List<SubjectKeyEntity> keysOf(Holder holder) {
        return session.createQuery(
                        """
                        from SubjectKeyEntity k where k.pseudonym = ?1 and k.tenant = ?2
                            and k.restrictedUntil is null
                        """,
                        SubjectKeyEntity.class)
                .setParameter(1, holder.pseudonym().toArray())
                .setParameter(2, holder.tenant())
                .getResultList();
    }

    /// Until when something of the subject's network log is kept, also from an erasure before.
    private Optional<Instant> logUntil(Holder holder) {
        return Optional.ofNullable(
                session.createQuery(
                                """
                                select max(k.restrictedUntil) from SubjectKeyEntity k
                                where k.pseudonym = ?1 and k.tenant = ?2
                                """,
                                Instant.class)
                        .setParameter(1, holder.pseudonym().toArray())
                        .setParameter(2, holder.tenant())
                        .getSingleResultOrNull());
    }
}
