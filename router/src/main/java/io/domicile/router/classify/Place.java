// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where a fix lies. Holds no coordinate, so it may become a policy fact.
///
/// @param territory ISO 3166-1 alpha-2, `XK` for Kosovo, `XZ` at sea beyond every territory, `ZZ`
///   for an unusable fix
/// @param bucket the territory's legal area
/// @param candidates every territory the fix is near to, its own included, sorted; empty for `ZZ`
/// @param flags what else is known, in the order of [Flag]
/// @param marginM metres to the nearest border, or the radius searched where none was found; 0 for
///   `ZZ`
/// @param dataVersion names the border data
public record Place(
        String territory,
        Bucket bucket,
        List<String> candidates,
        Set<Flag> flags,
        double marginM,
        String dataVersion) {
    public Place {
        candidates = List.copyOf(candidates);
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /// Whether the territory can be relied on: false where the fix, its datum or the claims leave
    /// it open and only the candidates hold.
    public boolean certain() {
        return !flags.contains(Flag.AMBIGUOUS) && !flags.contains(Flag.INVALID_FIX);
    }
}
