// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// What the records of one transaction are found by. Made for one attempt and one thread.
final class BlindIndex {

    private final List<Row> rows = new ArrayList<>();

    private record Row(String tenant, String field, Bytes value, UUID record, UUID key) {}

    /// @param value the MAC of the term
    /// @param key whose end is the row's
    void add(String tenant, String field, Bytes value, UUID record, UUID key) {
        rows.add(new Row(tenant, field, value, record, key));
    }

    /// Writes what was added, inside the transaction of the session.
    void write(StatelessSession session) {
        if (rows.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            """
                            insert into perishable.blind_index (tenant, field, value, record, key_id)
                            values (?, ?, ?, ?, ?)
                            """)) {
                for (var row : rows) {
                    insert.setString(1, row.tenant);
                    insert.setString(2, row.field);
                    insert.setBytes(3, row.value.toArray());
                    insert.setObject(4, row.record);
                    insert.setObject(5, row.key);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
    }
}
