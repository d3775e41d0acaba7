// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Disclosure;
import io.domicile.regions.SealBroken;
import io.domicile.regions.keys.WrapBroken;
import io.domicile.regions.seal.AssociatedData;
import io.domicile.regions.seal.Envelope;
import io.domicile.regions.seal.MalformedEnvelope;
import io.domicile.regions.seal.Nonces;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.seal.TagMismatch;
import io.domicile.regions.store.Home.Holder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The subjects of demands: each one's id sealed under its own key, so that it goes with the key.
final class DisclosedSubjects {

    private DisclosedSubjects() {}

    /// A subject's key as its row has it.
    private record KeyRow(UUID id, Holder holder, String kek, Bytes wrapped) {

        SubjectKey open(Home home) {
            var material = home.keys().unwrap(kek, holder.owning(id), wrapped.toArray());
            return SubjectKey.of(id, home.keys().suite(), material);
        }
    }

    /// A subject of a demand.
    ///
    /// @param key null once it is erased
    record Row(Bytes sealed, @Nullable KeyRow key) {

        /// The subject's id; empty if it is erased.
        ///
        /// @throws SealBroken if it is not what was sealed
        Optional<String> open(Home home, Disclosure disclosure) {
            if (key == null) {
                return Optional.empty();
            }
            try (var opened = key.open(home)) {
                var bound = bound(home, disclosure, key.holder);
                var clear = opened.open(bound, Envelope.read(sealed.toArray()));
                return Optional.of(new String(clear, StandardCharsets.UTF_8));
            } catch (MalformedEnvelope | TagMismatch | WrapBroken e) {
                throw new SealBroken(
                        "a subject of " + disclosure.id() + " is not what was sealed", e);
            }
        }
    }

    /// Seals those that the region knows. No key is destroyed until the transaction ends.
    static void insert(
            Connection connection,
            Home home,
            Disclosure disclosure,
            List<String> subjects,
            SecureRandom random)
            throws SQLException {
        try (var guard = connection.prepareStatement(Holds.SHUT_OUT);
                var insert =
                        connection.prepareStatement(
                                """
                                insert into disclosure_subject
                                    (disclosure, n, tenant, key_id, sealed)
                                values (?, ?, ?, ?, ?)
                                """)) {
            guard.execute();
            var nonces = new Nonces(random, Math.max(1, subjects.size()));
            int n = 0;
            for (var subject : subjects) {
                var row = key(connection, home.holder(disclosure.tenant(), subject));
                if (row.isPresent()) {
                    insert.setObject(1, disclosure.id().uuid());
                    insert.setInt(2, ++n);
                    insert.setString(3, disclosure.tenant());
                    insert.setObject(4, row.get().id);
                    insert.setBytes(5, seal(home, disclosure, row.get(), subject, nonces));
                    insert.executeUpdate();
                }
            }
        }
    }

    private static byte[] seal(
            Home home, Disclosure disclosure, KeyRow row, String subject, Nonces nonces) {
        try (var key = row.open(home)) {
            var clear = subject.getBytes(StandardCharsets.UTF_8);
            return key.seal(bound(home, disclosure, row.holder), clear, nonces);
        }
    }

    /// The key that goes last of a subject's: not one of a session, if there is another. The use is
    /// counted.
    private static Optional<KeyRow> key(Connection connection, Holder holder) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        """
                        update perishable.subject_key set uses = uses + 1 where id = (
                            select k.id from perishable.subject_key k
                            where k.tenant = ? and k.pseudonym = ? and k.restricted_until is null
                                and not exists (select 1 from erased_key e where e.key_id = k.id)
                            order by k.session, k.generation desc limit 1)
                        returning id, tenant, pseudonym, session, kek, wrapped
                        """)) {
            update.setString(1, holder.tenant());
            update.setBytes(2, holder.pseudonym().toArray());
            try (var row = update.executeQuery()) {
                return row.next() ? Optional.of(key(row)) : Optional.empty();
            }
        }
    }

    /// The subjects of a demand, in its order.
    static List<Row> select(Connection connection, Disclosure disclosure) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select k.id, k.tenant, k.pseudonym, k.session, k.kek, k.wrapped, s.sealed
                        from disclosure_subject s left join perishable.subject_key k
                            on k.id = s.key_id and k.tenant = s.tenant
                                and k.restricted_until is null
                                and not exists (select 1 from erased_key e where e.key_id = k.id)
                        where s.disclosure = ? order by s.n
                        """)) {
            query.setObject(1, disclosure.id().uuid());
            var found = new ArrayList<Row>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    boolean erased = rows.getObject(1) == null;
                    found.add(new Row(Bytes.of(rows.getBytes(7)), erased ? null : key(rows)));
                }
            }
            return found;
        }
    }

    private static KeyRow key(ResultSet row) throws SQLException {
        var holder =
                new Holder(row.getString(2), Bytes.of(row.getBytes(3)), Bytes.of(row.getBytes(4)));
        return new KeyRow(
                row.getObject(1, UUID.class), holder, row.getString(5), Bytes.of(row.getBytes(6)));
    }

    private static AssociatedData bound(Home home, Disclosure disclosure, Holder holder) {
        return home.ofDisclosure(holder, disclosure.id().uuid());
    }
}
