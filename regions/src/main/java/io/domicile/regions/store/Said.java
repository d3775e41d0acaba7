// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.Entry;
import io.domicile.regions.Note;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What an audit entry says of its subject.
///
/// @param pseudonym the subject's pseudonym in this entry alone, 16 bytes in hex
/// @param commitment the commitment to the sealed detail, 32 bytes in hex
/// @param kek id of the KEK that the subject's key is wrapped with
record Said(String pseudonym, String commitment, String kek) {

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
                        said.map(Said::pseudonym),
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
                        said.map(Said::kek),
                        note.actor(),
                        note.result());
        var row = new AuditOutboxEntity();
        row.eventId = event;
        row.entry = entry.bytes();
        return row;
    }
}
