// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/// The answers that were given under an idempotency key in the bound region.
@ApplicationScoped
class Answers implements PanacheRepositoryBase<IdempotencyEntity, byte[]> {}
