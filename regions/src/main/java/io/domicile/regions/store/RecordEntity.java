// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// A sealed record that is at home here.
@Entity
@Table(name = "record")
class RecordEntity extends SealedRow {}
