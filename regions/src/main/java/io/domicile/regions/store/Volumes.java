// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Export;
import io.domicile.regions.Volume;
import io.domicile.regions.VolumeOfYear;
import io.domicile.regions.store.Tallies.Account;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.hibernate.jdbc.ReturningWork;

/// Reads the counters of exports. Blocks its caller.
@ApplicationScoped
public class Volumes {

    private final Stores stores;
    private final StatelessSession session;

    Volumes(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// The counts as they would be with this export in them.
    public Volume with(Home home, Export export) {
        var marks = home.marks(export);
        return read(
                home,
                connection -> {
                    var volume = volume(connection, Account.of(export), "");
                    var fresh = marks.size() - known(connection, marks).size();
                    return volume.plus(export.kind(), fresh);
                });
    }

    /// The counts of all of a tenant's legal entities in a year.
    public List<VolumeOfYear> of(Home home, String tenant, int year) {
        return read(
                home,
                connection -> {
                    try (var query =
                            connection.prepareStatement(
                                    """
                                    select entity, pi, spi from export_volume
                                    where tenant = ? and year = ? order by entity
                                    """)) {
                        query.setString(1, tenant);
                        query.setInt(2, year);
                        return volumes(query, year);
                    }
                });
    }

    /// How many persons the tenant has records of here, as of now: those who have a key.
    public long persons(Home home, String tenant) {
        return read(
                home,
                connection -> {
                    try (var query =
                            connection.prepareStatement(
                                    "select count(distinct pseudonym) from perishable.subject_key where tenant = ?"
                                            + " and restricted_until is null")) {
                        query.setString(1, tenant);
                        try (var rows = query.executeQuery()) {
                            rows.next();
                            return rows.getLong(1);
                        }
                    }
                });
    }

    /// In which counts of exports a person of the tenant is, as `<year>/<kind>/<legal entity>`.
    List<String> exportsOf(Home home, String tenant, String subject) {
        return read(
                home,
                connection -> {
                    var names = new TreeMap<String, Bytes>();
                    for (var export : possible(connection, tenant, subject)) {
                        var name = export.year() + "/" + export.kind() + "/" + export.entity();
                        home.marks(export).forEach(mark -> names.put(name, mark));
                    }
                    names.values().retainAll(known(connection, names.values()));
                    return List.copyOf(names.keySet());
                });
    }

    /// The exports that a person may have been counted in.
    private static List<Export> possible(Connection connection, String tenant, String subject)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select entity, year from export_volume where tenant = ?")) {
            query.setString(1, tenant);
            var exports = new ArrayList<Export>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    for (var kind : Export.Kind.values()) {
                        exports.add(
                                new Export(
                                        tenant,
                                        rows.getString(1),
                                        rows.getInt(2),
                                        kind,
                                        Set.of(subject)));
                    }
                }
            }
            return exports;
        }
    }

    /// The counts of a counter; none if it is missing.
    ///
    /// @param lock what stands after the query
    static Volume volume(Connection connection, Account account, String lock) throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select pi, spi from export_volume
                        where tenant = ? and entity = ? and year = ?
                        """
                                + lock)) {
            account.bind(query, 1);
            try (var rows = query.executeQuery()) {
                return rows.next()
                        ? new Volume(rows.getLong(1), rows.getLong(2))
                        : new Volume(0, 0);
            }
        }
    }

    /// Those of the marks that are counted already.
    static Set<Bytes> known(Connection connection, Collection<Bytes> marks) throws SQLException {
        var wanted = marks.stream().map(Bytes::toArray).toArray(byte[][]::new);
        try (var query =
                connection.prepareStatement(
                        "select person from export_person where person = any (?)")) {
            query.setArray(1, connection.createArrayOf("bytea", wanted));
            var known = new HashSet<Bytes>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    known.add(Bytes.of(rows.getBytes(1)));
                }
            }
            return known;
        }
    }

    private static List<VolumeOfYear> volumes(PreparedStatement query, int year)
            throws SQLException {
        var volumes = new ArrayList<VolumeOfYear>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                var volume = new Volume(rows.getLong(2), rows.getLong(3));
                volumes.add(new VolumeOfYear(rows.getString(1), year, volume));
            }
        }
        return volumes;
    }

    private <T> T read(Home home, ReturningWork<T> work) {
        return stores.read(home.region(), () -> session.doReturningWork(work));
    }
}
