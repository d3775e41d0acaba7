// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.regions.store.Database;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.UUID;

/// Stores records as one writer does, one in each transaction, with what belongs to the audit of
/// each.
final class RecordTransactions implements AutoCloseable {

    /// The table of hash chains, which the gateway does not have.
    static final String CHAIN =
            "create table chain (n bigint primary key, hash bytea not null, entry bytea not null);"
                    + " create table chain_head (id int primary key, n bigint not null,"
                    + " hash bytea not null); insert into chain_head values (1, 0, '')";

    private static final int ENVELOPE = 1024;
    private static final int ENTRY = 608;

    private final Audit audit;
    private final Connection connection;
    private final PreparedStatement record;
    private final byte[] envelope = new byte[ENVELOPE];
    private final byte[] entry = new byte[ENTRY];
    private final SplittableRandom random = new SplittableRandom();

    /// What is written beside a record in its transaction.
    enum Audit {
        /// Nothing.
        NONE,
        /// A row that the sequencer takes.
        OUTBOX,
        /// A row with the hash of the one before it.
        CHAIN
    }

    RecordTransactions(Database database, Audit audit) throws SQLException {
        this.audit = audit;
        this.connection = database.connect();
        connection.setAutoCommit(false);
        this.record =
                connection.prepareStatement(
                        """
                        insert into record (id, tenant, type, status, created_at, occurred_at,
                            expires_at, key_id, suite, policy, envelope, event_id)
                        values (?, 't', 'loc.point', 'STORED', now(), now(),
                            now() + interval '30 days', ?, 'AES-256-GCM', 'sha256:00', ?, ?)
                        """);
        random.nextBytes(envelope);
        random.nextBytes(entry);
    }

    /// Stores one record.
    ///
    /// @return the id of its event
    UUID store() throws SQLException {
        var event = version7();
        record.setObject(1, version7());
        record.setObject(2, event);
        record.setBytes(3, envelope);
        record.setObject(4, event);
        record.executeUpdate();
        switch (audit) {
            case OUTBOX -> outbox(event);
            case CHAIN -> chain();
            case NONE -> {}
        }
        connection.commit();
        return event;
    }

    private void outbox(UUID event) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            insert.setObject(1, event);
            insert.setBytes(2, entry);
            insert.executeUpdate();
        }
    }

    /// Locks the head as late as it can.
    private void chain() throws SQLException {
        try (var statement = connection.createStatement();
                var head = statement.executeQuery("select n, hash from chain_head for update")) {
            head.next();
            long next = head.getLong(1) + 1;
            var hash = hash(head.getBytes(2), entry);
            try (var insert = connection.prepareStatement("insert into chain values (?, ?, ?)");
                    var update =
                            connection.prepareStatement("update chain_head set n = ?, hash = ?")) {
                insert.setLong(1, next);
                insert.setBytes(2, hash);
                insert.setBytes(3, entry);
                insert.executeUpdate();
                update.setLong(1, next);
                update.setBytes(2, hash);
                update.executeUpdate();
            }
        }
    }

    private static byte[] hash(byte[] before, byte[] entry) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return digest.digest(entry);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A UUID of RFC 9562, version 7, as the log reads the age of an event from it.
    private UUID version7() {
        var bytes = ByteBuffer.allocate(Long.BYTES * 2);
        bytes.putLong((System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(0x1000));
        bytes.putLong((random.nextLong() >>> 2) | Long.MIN_VALUE).flip();
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
