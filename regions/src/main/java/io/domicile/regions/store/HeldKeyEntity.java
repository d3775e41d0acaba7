// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/// A DEK that a legal hold keeps.
@Entity
@Immutable
@Table(schema = "perishable", name = "held_key")
class HeldKeyEntity {

    @Id UUID id;
}
