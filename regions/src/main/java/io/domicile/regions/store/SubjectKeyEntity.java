// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A wrapped DEK. Deleting the row is erasing all that it sealed.
@Entity
@Table(name = "subject_key")
class SubjectKeyEntity {

    @Id UUID id;
    String tenant;
    byte[] pseudonym;

    /// Grows when a key has been used as often as it may be.
    int generation;

    String kek;
    byte[] wrapped;

    /// How many seals were set aside for gateways, used or not.
    long uses;

    @Column(name = "created_at")
    Instant createdAt;
}
