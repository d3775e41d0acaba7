// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// One version of a tenant's register.
@Entity
@Table(name = "register")
class EditionEntity {

    @Id
    @Column(name = "event_id")
    UUID eventId;

    String tenant;
    long version;
    String document;

    /// JSON Pointers, one a line.
    String changes;

    String actor;

    @Column(name = "entered_at")
    Instant enteredAt;

    /// Binds all of it to the region's keys.
    byte[] mac;
}
