// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What closing a session did in one region.
///
/// @param region where
/// @param closedAt since when records of the session are refused; of the first closing
/// @param keys ids of the DEKs destroyed; empty when nothing was bound to the session, also because
///   they were destroyed before
/// @param records how many records can no longer be opened
/// @param held how many DEKs stay because a legal hold is on their person
/// @param log origin of the region's audit log
/// @param entry id of the audit entry
public record Closure(
        RegionId region,
        Instant closedAt,
        List<UUID> keys,
        long records,
        int held,
        String log,
        UUID entry) {

    public Closure {
        keys = List.copyOf(keys);
    }
}
