// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.keys.WrapBroken;
import io.domicile.regions.seal.SubjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/// Destroys DEKs inside the running transaction of a session. How long that takes does not depend
/// on what they sealed.
///
/// @param epoch the erasure's: the caller has made it, so that no writer seals meanwhile
/// @param keepLog how long the law wants the network log kept; empty where no law does
record Destruction(
        Home home, StatelessSession session, long epoch, Instant now, Optional<Duration> keepLog) {

    /// Counts an erasure, which keeps all writers from their keys until the transaction ends.
    static long nextEpoch(StatelessSession session) {
        session.createNativeMutationQuery("update erasure_epoch set epoch = epoch + 1 where id = 1")
                .executeUpdate();
        return session.createNativeQuery("select epoch from erasure_epoch where id = 1", Long.class)
                .getSingleResult();
    }

    /// Deletes the keys and leaves a tombstone for each. Where the log is kept, the log half of
    /// each stays as a restricted key.
    void destroy(Collection<SubjectKeyEntity> keys) {
        if (keys.isEmpty()) {
            return;
        }
        var restricted = keepLog.map(term -> restricted(keys, now.plus(term)));
        session.createMutationQuery("delete from SubjectKeyEntity k where k.id in ?1")
                .setParameter(1, keys.stream().map(key -> key.id).toList())
                .executeUpdate();
        session.insertMultiple(keys.stream().map(this::tombstone).toList());
        restricted.ifPresent(session::insertMultiple);
    }

    private List<SubjectKeyEntity> restricted(Collection<SubjectKeyEntity> keys, Instant until) {
        var kek = KeyRing.currentKek(session);
        return keys.stream().flatMap(key -> restricted(key, kek, until).stream()).toList();
    }

    private Optional<SubjectKeyEntity> restricted(SubjectKeyEntity key, String kek, Instant until) {
        return logHalf(home, key, kek)
                .map(half -> {
                    var row = new SubjectKeyEntity();
                    row.id = key.id;
                    row.tenant = key.tenant;
                    row.pseudonym = key.pseudonym;
                    row.session = key.session;
                    row.generation = key.generation;
                    row.kek = kek;
                    row.wrapped = half;
                    row.uses = key.uses;
                    row.createdAt = key.createdAt;
                    row.restrictedUntil = until;
                    return row;
                });
    }

    /// The log half of a key, wrapped alone.
    ///
    /// @param kek what wraps it
    /// @return empty if the key does not unwrap
    static Optional<byte[]> logHalf(Home home, SubjectKeyEntity key, String kek) {
        var keys = home.keys();
        var owner = key.owner().owning(key.id);
        try (var whole =
                SubjectKey.of(key.id, keys.suite(), keys.unwrap(key.kek, owner, key.wrapped))) {
            return Optional.of(whole.wrappedLog(half -> keys.wrap(kek, owner, half)));
        } catch (WrapBroken _) {
            // Nothing opens with it, the log neither: there is nothing to keep.
            return Optional.empty();
        }
    }

    private ErasedKeyEntity tombstone(SubjectKeyEntity key) {
        var row = new ErasedKeyEntity();
        row.keyId = key.id;
        row.tenant = key.tenant;
        row.epoch = epoch;
        row.erasedAt = now;
        row.logUntil = keepLog.map(now::plus).orElse(null);
        return row;
    }
}
