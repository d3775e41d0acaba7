// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// The answer to a request that came with an idempotency key.
@Entity
@Table(name = "idempotency")
class IdempotencyEntity {

    @Id
    @Column(name = "key_mac")
    byte[] keyMac;

    @Column(name = "request_mac")
    byte[] requestMac;

    String tenant;
    int status;
    byte[] answer;

    @Column(name = "created_at")
    Instant createdAt;
}
