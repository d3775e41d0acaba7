// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.Tile;
import io.domicile.audit.TilePath;
import io.domicile.regions.Bytes;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import io.domicile.regions.store.Home.Holder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads entries out of the bundles of a log.
final class LogPages {

    private LogPages() {}

    /// The entries of a part of the log, by index.
    static SortedMap<Long, Bytes> entries(Connection connection, String log, long first, long last)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select n, w, data from audit_bundle where log_id = ? and n between ? and ?
                        """)) {
            query.setString(1, log);
            query.setLong(2, first / TilePath.FULL);
            query.setLong(3, last / TilePath.FULL);
            var entries = new TreeMap<Long, Bytes>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    long n = rows.getLong(1);
                    var path = new TilePath(TilePath.ENTRIES, n, rows.getInt(2));
                    long index = n * TilePath.FULL;
                    for (var entry : new Tile(path, rows.getBytes(3)).entries()) {
                        entries.put(index++, Bytes.of(entry));
                    }
                }
            }
            return entries.subMap(first, last + 1);
        }
    }

    /// Where a subject's entries stand in the first log of a part: those whose detail one of the
    /// subject's keys seals. Keys that only keep a network log which is restricted (PIPL 47) do not
    /// count.
    static List<Long> places(Connection connection, Holder holder, Stretch part, Span span)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select i.idx from perishable.subject_key k
                            join audit_detail d on d.key_id = k.id
                            join audit_index i on i.event_id = d.event_id
                        where k.tenant = ? and k.pseudonym = ? and k.restricted_until is null
                            and not exists (select 1 from erased_key e where e.key_id = k.id)
                            and i.log_id = ? and i.idx between ? and ?
                            and d.event_id >= ? and d.event_id < ?
                        order by i.idx
                        """)) {
            query.setString(1, holder.tenant());
            query.setBytes(2, holder.pseudonym().toArray());
            query.setString(3, part.log());
            query.setLong(4, part.first());
            query.setLong(5, part.last());
            query.setObject(6, span.from());
            query.setObject(7, span.to());
            var places = new ArrayList<Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    places.add(rows.getLong(1));
                }
            }
            return places;
        }
    }
}
