// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.PolicyRevision;
import io.domicile.regions.Asked;
import io.domicile.regions.Bytes;
import io.domicile.regions.Decided;
import io.domicile.regions.Note;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Keeps what was decided, each question with its answer once. Remembers what it wrote lately, so
/// that a question that comes again costs a look-up. Used by one thread at a time.
final class DecisionRows {

    private static final int SIZE = 10_000;

    private final Home home;
    private final Map<Key, Bytes> known = new Recent();
    private final Map<Key, Row> fresh = new HashMap<>();

    DecisionRows(Home home) {
        this.home = home;
    }

    /// A decision depends on nothing else.
    private record Key(String tenant, String query, String digest, String policy) {}

    private record Row(Bytes id, Decided decided) {}

    private static final class Recent extends LinkedHashMap<Key, Bytes> {

        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bytes> eldest) {
            return size() > SIZE;
        }
    }

    /// Names what a note says was decided, and sees to it that [#write] writes it; null where
    /// nothing was. Such a note has the digest of the facts and the bundle that decided.
    byte @Nullable [] idOf(Note note) {
        return note.asked().map(asked -> id(note, asked).toArray()).orElse(null);
    }

    private Bytes id(Note note, Asked asked) {
        var policy = note.policy().orElseThrow();
        var key = new Key(note.tenant(), asked.query(), note.facts().orElseThrow(), policy);
        var id = known.get(key);
        return id == null ? fresh.computeIfAbsent(key, _ -> row(note, asked)).id() : id;
    }

    /// Writes what is new, inside the transaction of the session.
    void write(StatelessSession session) {
        if (fresh.isEmpty()) {
            return;
        }
        session.doWork(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            """
                            insert into decision
                                (id, tenant, query, facts, policy, revision, answer)
                            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                            """)) {
                // In order: gateways that write the same ones wait for each other, never in a ring.
                var rows = fresh.values().stream().sorted(BY_ID).toList();
                for (var row : rows) {
                    add(insert, row);
                }
                insert.executeBatch();
            }
        });
    }

    /// The transaction is durable: what it wrote need not be written again.
    void keep() {
        fresh.forEach((key, row) -> known.put(key, row.id()));
        fresh.clear();
    }

    /// The transaction wrote nothing.
    void forget() {
        fresh.clear();
    }

    /// Another database is there.
    void clear() {
        fresh.clear();
        known.clear();
    }

    private static final Comparator<Row> BY_ID =
            Comparator.comparing(row -> row.id().toArray(), Arrays::compareUnsigned);

    private Row row(Note note, Asked asked) {
        var decided =
                new Decided(
                        note.tenant(),
                        asked.query(),
                        asked.facts().get(),
                        new PolicyRevision(note.revision().orElse(""), note.policy().orElseThrow()),
                        asked.answer().get());
        return new Row(home.decision(decided), decided);
    }

    private static void add(PreparedStatement insert, Row row) throws SQLException {
        var decided = row.decided();
        insert.setBytes(1, row.id().toArray());
        insert.setString(2, decided.tenant());
        insert.setString(3, decided.query());
        insert.setString(4, decided.facts());
        insert.setString(5, decided.policy().digest());
        insert.setString(6, decided.policy().revision());
        insert.setString(7, decided.answer());
        insert.addBatch();
    }
}
