// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/// A sealed record that has come from another region and may not be read yet.
@Entity
@Table(name = "arrival")
class ArrivalEntity extends SealedRow {

    UUID transfer;
}
