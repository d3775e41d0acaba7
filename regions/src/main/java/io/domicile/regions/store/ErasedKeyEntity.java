// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tombstone of a destroyed DEK.
@Entity
@Table(name = "erased_key")
class ErasedKeyEntity {

    @Id
    @Column(name = "key_id")
    UUID keyId;

    String tenant;
    long epoch;

    @Column(name = "erased_at")
    Instant erasedAt;

    /// When what the key had sealed was removed too.
    @Column(name = "swept_at")
    @Nullable Instant sweptAt;

    /// Until when the network log that it sealed is kept; null if nothing of it is left.
    @Column(name = "log_until")
    @Nullable Instant logUntil;
}
