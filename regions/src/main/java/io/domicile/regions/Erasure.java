// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What erasing a subject did in one region (LAW 4, erasure certificate).
///
/// @param region where
/// @param keys ids of the DEKs destroyed; empty when the region held none, also because they were
///   destroyed before
/// @param records how many records can no longer be opened
/// @param at when
/// @param log origin of the region's audit log
/// @param entry id of the audit entry
public record Erasure(
        RegionId region, List<UUID> keys, long records, Instant at, String log, UUID entry) {

    public Erasure {
        keys = List.copyOf(keys);
    }
}
