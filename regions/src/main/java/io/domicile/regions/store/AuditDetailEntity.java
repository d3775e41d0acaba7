// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/// What an audit entry only commits to, sealed under the DEK of its subject.
@Entity
@Table(name = "audit_detail")
class AuditDetailEntity {

    @Id
    @Column(name = "event_id")
    UUID eventId;

    String tenant;

    @Column(name = "key_id")
    UUID keyId;

    byte[] sealed;
}
