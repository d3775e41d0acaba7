// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/// Where the records went that the bound region has given up.
@ApplicationScoped
class Departed implements PanacheRepositoryBase<DepartureEntity, UUID> {

    Optional<DepartureEntity> of(UUID record) {
        return find(
                        """
                        record = ?1 and mode = 'MOVE' and (state in ('RELEASED', 'DONE')
                            or state = 'GONE' and releasedId is not null)
                        """,
                        record)
                .firstResultOptional();
    }
}
