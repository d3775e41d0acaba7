// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.store.Home.Holder;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A wrapped DEK. Deleting the row is erasing all that it sealed.
@Entity
@Table(schema = "perishable", name = "subject_key")
class SubjectKeyEntity {

    @Id UUID id;
    String tenant;
    byte[] pseudonym;

    /// Empty, or the session whose end is the key's.
    byte[] session;

    /// Grows when a key has been used as often as it may be.
    int generation;

    String kek;
    byte[] wrapped;

    /// How many seals were set aside for gateways, used or not.
    long uses;

    @Column(name = "created_at")
    Instant createdAt;

    /// Until when an erased subject's network log is kept; the key opens nothing else.
    @Column(name = "restricted_until")
    @Nullable Instant restrictedUntil;

    Holder owner() {
        return new Holder(tenant, Bytes.of(pseudonym), Bytes.of(session));
    }
}
