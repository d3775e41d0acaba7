// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.log.LogState;

/// How a residence is, for health checks.
///
/// @param region which
/// @param reachable whether its database and what holds its keys were there when they were last
///   asked, about a second ago at most
/// @param log how its audit log is
/// @param published how many entries the newest signed checkpoint covers
public record RegionState(RegionId region, boolean reachable, LogState log, long published) {

    /// Whether the residence can take records.
    public boolean isUp() {
        return reachable && log == LogState.RUNNING;
    }
}
