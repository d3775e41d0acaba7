// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An audit entry that waits for its place in the log. The database numbers the rows.
@Entity
@Table(name = "audit_outbox")
class AuditOutboxEntity {

    @Id
    @Column(name = "event_id")
    UUID eventId;

    byte[] entry;

    /// Names what was decided; null where nothing was.
    byte @Nullable [] decision;
}
