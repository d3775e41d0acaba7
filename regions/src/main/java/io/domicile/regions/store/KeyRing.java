// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.store.Home.Holder;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The DEKs that the region's writer holds in memory: few, for a short time, destroyed when they
/// leave. Used by one thread at a time.
///
/// Before a key is in the ring, its uses are set aside in the database in lots of [#LOT], so that
/// all gateways together never seal more than [#CAP] times under one key.
final class KeyRing {

    /// Seals under one DEK, far below 2^32: with random nonces of 96 bits a repetition stays less
    /// likely than 2^-32 (NIST SP 800-38D, 8.3).
    static final long CAP = 1L << 31;

    /// Uses that are set aside at once.
    static final int LOT = 1 << 12;

    private static final int SIZE = 10_000;
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Home home;
    private final Clock clock;
    private final SecureRandom random;
    private final Ids ids;
    private final LinkedHashMap<Holder, Held> held = new LinkedHashMap<>();
    private final Map<Holder, Held> taken = new HashMap<>();
    private long epoch;

    KeyRing(Home home, Clock clock, SecureRandom random, Ids ids) {
        this.home = home;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    private static final class Held {
        final SubjectKey key;
        final String kek;
        final Instant until;
        int left = LOT;

        Held(SubjectKey key, String kek, Instant until) {
            this.key = key;
            this.kek = kek;
            this.until = until;
        }
    }

    /// Makes the keys of these holders ready inside the transaction of the session, in which
    /// [#follow] came first.
    ///
    /// @param wanted how often each holder's key will be used
    /// @param creating the holders that get a new key if they have none
    void prepare(StatelessSession session, Map<Holder, Integer> wanted, Set<Holder> creating) {
        var missing = new LinkedHashSet<Holder>();
        wanted.forEach((holder, uses) -> {
            var known = held.get(holder);
            if (known != null && (known.left < uses || isOver(known))) {
                drop(holder);
                known = null;
            }
            if (known == null) {
                missing.add(holder);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        var worn = load(session, missing);
        var absent = new ArrayList<>(missing);
        absent.removeIf(holder ->
                taken.containsKey(holder)
                        || (!creating.contains(holder) && !worn.contains(holder)));
        if (!absent.isEmpty()) {
            create(session, absent);
        }
    }

    /// The holder's key for one use.
    ///
    /// @throws IllegalStateException if it was not prepared
    SubjectKey use(Holder holder) {
        var key = find(holder);
        if (key == null || key.left == 0) {
            throw new IllegalStateException("a key was not made ready");
        }
        key.left--;
        return key.key;
    }

    /// Id of the KEK that the holder's key is wrapped with; it was made ready.
    String kek(Holder holder) {
        return Objects.requireNonNull(find(holder), "a key was not made ready").kek;
    }

    boolean has(Holder holder) {
        return find(holder) != null;
    }

    /// Keeps what the transaction brought, because it was committed.
    void keep() {
        taken.forEach(held::put);
        taken.clear();
        while (held.size() > SIZE) {
            drop(held.firstEntry().getKey());
        }
    }

    /// Forgets what the transaction brought, because it was rolled back.
    void forget() {
        taken.values().forEach(key -> key.key.destroy());
        taken.clear();
    }

    /// Destroys what has been here too long.
    void expire() {
        while (!held.isEmpty() && isOver(held.firstEntry().getValue())) {
            drop(held.firstEntry().getKey());
        }
    }

    /// Destroys these keys.
    void drop(Collection<UUID> keys) {
        held.entrySet().stream()
                .filter(entry -> keys.contains(entry.getValue().key.id()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::drop);
    }

    /// Destroys all.
    void clear() {
        forget();
        held.values().forEach(key -> key.key.destroy());
        held.clear();
    }

    private @Nullable Held find(Holder holder) {
        var key = held.get(holder);
        return key == null ? taken.get(holder) : key;
    }

    private boolean isOver(Held key) {
        return !clock.instant().isBefore(key.until);
    }

    private void drop(Holder holder) {
        var key = held.remove(holder);
        if (key != null) {
            key.key.destroy();
        }
    }

    /// Forgets what was erased, and makes erasures and closings of sessions wait until the
    /// transaction of the session ends.
    void follow(StatelessSession session) {
        long now =
                session.createNativeQuery(
                                "select epoch from erasure_epoch where id = 1 for share",
                                Long.class)
                        .getSingleResult();
        if (now == epoch) {
            return;
        }
        if (held.isEmpty()) {
            epoch = now;
            return;
        }
        var erased =
                Set.copyOf(
                        session.createQuery(
                                        "select e.keyId from ErasedKeyEntity e where e.epoch > ?1",
                                        UUID.class)
                                .setParameter(1, epoch)
                                .getResultList());
        drop(erased);
        epoch = now;
    }

    /// Takes the latest key of each holder and sets uses aside.
    ///
    /// @return the holders whose latest key is used up or too old, and who get a further one
    private Set<Holder> load(StatelessSession session, Set<Holder> missing) {
        var latest = new HashMap<Holder, SubjectKeyEntity>();
        for (var row : rows(session, missing)) {
            var holder = row.owner();
            if (missing.contains(holder)) {
                latest.merge(holder, row, (a, b) -> a.generation < b.generation ? b : a);
            }
        }
        var usable = new ArrayList<UUID>();
        var worn = new HashSet<Holder>();
        latest.forEach((holder, row) -> {
            if (isWorn(row)) {
                worn.add(holder);
            } else {
                usable.add(row.id);
                take(holder, open(holder, row), row.kek);
            }
        });
        if (!usable.isEmpty()) {
            session.createMutationQuery(
                            "update SubjectKeyEntity k set k.uses = k.uses + ?1 where k.id in ?2")
                    .setParameter(1, (long) LOT)
                    .setParameter(2, usable.stream().sorted().toList())
                    .executeUpdate();
        }
        return worn;
    }

    private boolean isWorn(SubjectKeyEntity row) {
        return row.uses + LOT > CAP || !clock.instant().isBefore(row.createdAt.plus(home.keyAge()));
    }

    /// Makes keys; where another gateway was faster, takes its key.
    private void create(StatelessSession session, List<Holder> absent) {
        var made = new HashMap<UUID, SubjectKey>();
        var kek = currentKek(session);
        session.doWork(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            """
                            insert into perishable.subject_key (id, tenant, pseudonym, session,
                                generation, kek, wrapped, uses, created_at)
                            select ?, ?, ?, ?, coalesce(max(generation) + 1, 0), ?, ?, ?, ?
                            from perishable.subject_key where pseudonym = ? and session = ?
                            on conflict (tenant, pseudonym, session, generation) do nothing
                            """)) {
                for (var holder : absent) {
                    var key = SubjectKey.random(ids.next(), home.keys().suite(), random);
                    made.put(key.id(), key);
                    add(insert, holder, key, kek);
                }
                insert.executeBatch();
            }
        });
        var lost = new HashSet<>(absent);
        for (var row : made(session, made.keySet())) {
            var key = made.remove(row.id);
            if (key != null) {
                take(row.owner(), key, kek);
                lost.remove(row.owner());
            }
        }
        made.values().forEach(SubjectKey::destroy);
        if (!lost.isEmpty()) {
            var unused = load(session, lost);
        }
    }

    /// Id of the KEK that wraps new keys.
    static String currentKek(StatelessSession session) {
        return session.createNativeQuery(
                        "select id from perishable.kek order by n desc fetch first row only",
                        String.class)
                .getSingleResult();
    }

    private static List<SubjectKeyEntity> rows(StatelessSession session, Set<Holder> holders) {
        return session.createQuery(
                        """
                        from SubjectKeyEntity k
                        where k.pseudonym in ?1 and k.session in ?2 and k.restrictedUntil is null
                            and not exists (select 1 from ErasedKeyEntity e where e.keyId = k.id)
                        """,
                        SubjectKeyEntity.class)
                .setParameter(1, bytes(holders, Holder::pseudonym))
                .setParameter(2, bytes(holders, Holder::session))
                .getResultList();
    }

    private static List<byte[]> bytes(Set<Holder> holders, Function<Holder, Bytes> part) {
        return holders.stream().map(part).distinct().map(Bytes::toArray).toList();
    }

    private static List<SubjectKeyEntity> made(StatelessSession session, Set<UUID> ids) {
        return session.createQuery(
                        "from SubjectKeyEntity k where k.id in ?1", SubjectKeyEntity.class)
                .setParameter(1, ids)
                .getResultList();
    }

    private void add(PreparedStatement insert, Holder holder, SubjectKey key, String kek)
            throws SQLException {
        insert.setObject(1, key.id());
        insert.setString(2, holder.tenant());
        insert.setBytes(3, holder.pseudonym().toArray());
        insert.setBytes(4, holder.session().toArray());
        insert.setString(5, kek);
        insert.setBytes(
                6,
                key.wrapped(material -> home.keys().wrap(kek, holder.owning(key.id()), material)));
        insert.setLong(7, LOT);
        insert.setTimestamp(8, Timestamp.from(clock.instant()));
        insert.setBytes(9, holder.pseudonym().toArray());
        insert.setBytes(10, holder.session().toArray());
        insert.addBatch();
    }

    private SubjectKey open(Holder holder, SubjectKeyEntity row) {
        var material = home.keys().unwrap(row.kek, holder.owning(row.id), row.wrapped);
        return SubjectKey.of(row.id, home.keys().suite(), material);
    }

    private void take(Holder holder, SubjectKey key, String kek) {
        taken.put(holder, new Held(key, kek, clock.instant().plus(LIFETIME)));
    }
}
