// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/// A session that has ended, by the MAC of tenant and id.
@Entity
@Table(name = "closed_session")
class ClosedSessionEntity {

    @Id byte[] session;
    String tenant;

    @Column(name = "closed_at")
    Instant closedAt;
}
