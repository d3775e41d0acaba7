// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sealed record, wherever it stands. Whose it is, its key says; the envelope is absent once the
/// row was swept.
@MappedSuperclass
abstract class SealedRow {

    @Id UUID id;
    String tenant;
    String type;
    String status;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "key_id")
    UUID keyId;

    String suite;
    String policy;
    byte @Nullable [] envelope;

    @Column(name = "event_id")
    UUID eventId;
}
