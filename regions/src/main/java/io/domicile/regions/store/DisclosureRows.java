// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Disclosure;
import io.domicile.regions.Disclosure.Kind;
import io.domicile.regions.Disclosure.Step;
import io.domicile.regions.RecordId;
import io.domicile.regions.SealBroken;
import io.domicile.regions.seal.Fields;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The rows of the register of disclosures, each under a MAC of the region's keys: whoever writes
/// to the database alone releases nothing, and to nobody else.
final class DisclosureRows {

    private static final String LABEL = "domicile/disclosure/v1";

    private DisclosureRows() {}

    /// A demand as it was found.
    ///
    /// @param found what the rows say
    /// @param isIntact whether it is what was written
    record Row(Disclosure found, boolean isIntact) {

        /// @throws SealBroken if it is not what was written
        Disclosure intact() {
            if (!isIntact) {
                throw new SealBroken("the disclosure " + found.id() + " was changed", null);
            }
            return found;
        }
    }

    static void insert(Connection connection, Home home, Disclosure disclosure)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into disclosure
                            (id, tenant, document, received_at, event_id, mac)
                        values (?, ?, ?, ?, ?, ?)
                        """)) {
            insert.setObject(1, disclosure.id().uuid());
            insert.setString(2, disclosure.tenant());
            insert.setString(3, disclosure.document());
            insert.setTimestamp(4, Timestamp.from(disclosure.receivedAt()));
            insert.setObject(5, disclosure.entry());
            insert.setBytes(6, mac(home, disclosure));
            insert.executeUpdate();
        }
    }

    /// @return whether it is the next step
    static boolean insert(Connection connection, Home home, Disclosure before, Step step)
            throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into disclosure_step (disclosure, n, tenant, kind, officer,
                            document, taken_at, event_id, mac)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (disclosure, n) do nothing
                        """)) {
            int n = before.steps().size() + 1;
            insert.setObject(1, before.id().uuid());
            insert.setInt(2, n);
            insert.setString(3, before.tenant());
            insert.setString(4, step.kind().name());
            insert.setString(5, step.officer());
            insert.setString(6, step.document());
            insert.setTimestamp(7, Timestamp.from(step.takenAt()));
            insert.setObject(8, step.entry());
            insert.setBytes(9, mac(home, before, n, step));
            return insert.executeUpdate() == 1;
        }
    }

    /// Demands of a tenant below an id, the latest first.
    static List<Row> select(Connection connection, Home home, String tenant, UUID below, int most)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select id, document, received_at, event_id, mac from disclosure
                        where tenant = ? and id < ? order by id desc limit ?
                        """)) {
            query.setString(1, tenant);
            query.setObject(2, below);
            query.setInt(3, most);
            var found = new ArrayList<Row>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(row(connection, home, tenant, rows));
                }
            }
            return found;
        }
    }

    private static Row row(Connection connection, Home home, String tenant, ResultSet row)
            throws SQLException {
        var bare =
                new Disclosure(
                        new RecordId(home.region(), row.getObject(1, UUID.class)),
                        tenant,
                        row.getString(2),
                        row.getTimestamp(3).toInstant(),
                        row.getObject(4, UUID.class),
                        List.of());
        boolean isIntact = MessageDigest.isEqual(row.getBytes(5), mac(home, bare));
        return steps(connection, home, bare, isIntact);
    }

    private static Row steps(Connection connection, Home home, Disclosure bare, boolean isIntact)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select n, kind, officer, document, taken_at, event_id, mac
                        from disclosure_step where disclosure = ? order by n
                        """)) {
            query.setObject(1, bare.id().uuid());
            var steps = new ArrayList<Step>();
            boolean all = isIntact;
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var step =
                            new Step(
                                    Kind.valueOf(rows.getString(2)),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getTimestamp(5).toInstant(),
                                    rows.getObject(6, UUID.class));
                    steps.add(step);
                    var mac = mac(home, bare, steps.size(), step);
                    all &= rows.getInt(1) == steps.size();
                    all &= MessageDigest.isEqual(rows.getBytes(7), mac);
                }
            }
            var found =
                    new Disclosure(
                            bare.id(),
                            bare.tenant(),
                            bare.document(),
                            bare.receivedAt(),
                            bare.entry(),
                            steps);
            return new Row(found, all);
        }
    }

    private static byte[] mac(Home home, Disclosure disclosure) {
        var message =
                new Fields("demand")
                        .add(disclosure.id().uuid())
                        .add(disclosure.document())
                        .add(disclosure.receivedAt())
                        .add(disclosure.entry())
                        .toArray();
        return home.keys().mac(LABEL, disclosure.tenant(), message).toArray();
    }

    private static byte[] mac(Home home, Disclosure disclosure, int n, Step step) {
        var message =
                new Fields("step")
                        .add(disclosure.id().uuid())
                        .add(Integer.toString(n))
                        .add(step.kind().name())
                        .add(step.officer())
                        .add(step.document())
                        .add(step.takenAt())
                        .add(step.entry())
                        .toArray();
        return home.keys().mac(LABEL, disclosure.tenant(), message).toArray();
    }
}
