// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.Entry;
import io.domicile.regions.Bytes;
import io.domicile.regions.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an audit entry says of its subject.
///
/// @param pseudonym the subject's pseudonym in this entry alone, 16 bytes in hex; null once the key
///   is gone
/// @param commitment the commitment to the sealed detail, 32 bytes in hex; of an erasure, to the
///   subject
/// @param kek id of the KEK that the subject's key is wrapped with; null once the key is gone
record Said(@Nullable String pseudonym, String commitment, @Nullable String kek) {

    /// Adds an outbox row to the transaction of a connection.
    ///
    /// @return the event's id
    static UUID insert(Connection connection, AuditOutboxEntity row) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) values (?, ?)")) {
            insert.setObject(1, row.eventId);
            insert.setBytes(2, row.entry);
            insert.executeUpdate();
        }
        return row.eventId;
    }

    /// Of a subject without a key.
    static Said of(Bytes commitment) {
        return new Said(null, HexFormat.of().formatHex(commitment.toArray()), null);
    }

    /// The outbox row of an event.
    static AuditOutboxEntity row(
            Home home, Note note, UUID event, Instant time, Optional<Said> said) {
        var entry =
                new Entry(
                        event,
                        time,
                        note.type(),
                        home.region().law(),
                        note.tenant(),
                        said.flatMap(one -> Optional.ofNullable(one.pseudonym)),
                        said.map(Said::commitment),
                        note.act(),
                        note.from(),
                        note.to(),
                        note.labels(),
                        note.purpose(),
                        note.rules(),
                        note.law(),
                        note.policy(),
                        note.revision(),
                        note.facts().map(digest -> home.facts(note.tenant(), event, digest)),
                        said.flatMap(one -> Optional.ofNullable(one.kek)),
                        note.actor(),
                        note.result(),
                        note.credential()
                                .map(credential -> home.pseudonym(note.tenant(), credential)));
        var row = new AuditOutboxEntity();
        row.eventId = event;
        row.entry = entry.bytes();
        return row;
    }
}
