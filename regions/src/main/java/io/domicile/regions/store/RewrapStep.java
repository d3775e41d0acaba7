// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.keys.WrapBroken;
import io.domicile.regions.store.Home.Holder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Moves some DEKs from one KEK to another, in one transaction with the audit rows that say so.
///
/// No row is locked while keys are unwrapped and wrapped. A row that was erased, or moved by
/// another gateway, meanwhile is not touched; one that somebody holds is left for the next pass, so
/// nobody waits for this and this waits for nobody.
///
/// @param connection of the owner's role, without auto-commit
/// @param from id of the KEK that is left
/// @param to id of the current KEK
record RewrapStep(Home home, KeyEvents events, Connection connection, String from, String to) {

    private static final Logger LOG = Logger.getLogger(RewrapStep.class);
    private static final int SIZE = 200;

    /// A wrapped DEK.
    private record Row(UUID id, Holder holder, Bytes wrapped) {}

    /// What a step did.
    ///
    /// @param moved how many DEKs
    /// @param last id of the last that it looked at
    record Done(long moved, UUID last) {}

    /// Does a step.
    ///
    /// @param after the id after which to begin
    /// @return empty when there is nothing more, or another gateway is at it
    Optional<Done> take(UUID after) throws SQLException {
        try {
            var rows = isMine() ? rows(after) : List.<Row>of();
            if (rows.isEmpty()) {
                connection.rollback();
                return Optional.empty();
            }
            var counts = update(rows);
            for (var tenant : counts.entrySet()) {
                events.add(
                        connection,
                        tenant.getKey(),
                        "gateway",
                        to,
                        "rewrapped:" + tenant.getValue(),
                        "from:" + from);
            }
            connection.commit();
            long moved = counts.values().stream().mapToLong(Long::longValue).sum();
            return Optional.of(new Done(moved, rows.getLast().id));
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /// Holds the KEK's row until the step ends; the weak lock lets DEKs still be wrapped with it.
    private boolean isMine() throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select id from perishable.kek where id = ? for no key update skip locked")) {
            query.setString(1, from);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private List<Row> rows(UUID after) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select id, tenant, pseudonym, session, wrapped from perishable.subject_key
                        where kek = ? and id > ? order by id limit ?
                        """)) {
            query.setString(1, from);
            query.setObject(2, after);
            query.setInt(3, SIZE);
            try (var found = query.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (found.next()) {
                    rows.add(
                            new Row(
                                    found.getObject(1, UUID.class),
                                    new Holder(
                                            found.getString(2),
                                            Bytes.of(found.getBytes(3)),
                                            Bytes.of(found.getBytes(4))),
                                    Bytes.of(found.getBytes(5))));
                }
                return rows;
            }
        }
    }

    /// @return how many DEKs of each tenant were moved
    private Map<String, Long> update(List<Row> rows) throws SQLException {
        var ids = new ArrayList<UUID>();
        var read = new ArrayList<byte[]>();
        var wrapped = new ArrayList<byte[]>();
        for (var row : rows) {
            try {
                wrapped.add(rewrap(row));
                ids.add(row.id);
                read.add(row.wrapped.toArray());
            } catch (WrapBroken e) {
                LOG.errorf("%s: a subject key under %s does not open", home.region(), from);
            }
        }
        var idArray = connection.createArrayOf("uuid", ids.toArray());
        try (var update =
                connection.prepareStatement(
                        """
                        with free as (select id from perishable.subject_key
                            where id = any(?) and kek = ? for no key update skip locked)
                        update perishable.subject_key k set kek = ?, wrapped = moved.wrapped
                        from free, unnest(?, ?, ?) as moved (id, was, wrapped)
                        where k.id = free.id and moved.id = k.id and k.kek = ?
                            and k.wrapped = moved.was
                        returning k.tenant
                        """)) {
            update.setArray(1, idArray);
            update.setString(2, from);
            update.setString(3, to);
            update.setArray(4, idArray);
            update.setArray(5, connection.createArrayOf("bytea", read.toArray(byte[][]::new)));
            update.setArray(6, connection.createArrayOf("bytea", wrapped.toArray(byte[][]::new)));
            update.setString(7, from);
            try (var moved = update.executeQuery()) {
                var counts = new TreeMap<String, Long>();
                while (moved.next()) {
                    counts.merge(moved.getString(1), 1L, Long::sum);
                }
                return counts;
            }
        }
    }

    private byte[] rewrap(Row row) {
        var owner = row.holder.owning(row.id);
        var material = home.keys().unwrap(from, owner, row.wrapped.toArray());
        try {
            return home.keys().wrap(to, owner, material);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }
}
