// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// The records of the bound region.
@ApplicationScoped
class Records implements PanacheRepositoryBase<RecordEntity, UUID> {}
