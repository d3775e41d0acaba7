// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The law of the overlay, by area and territory.
final class Law {
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<String, Overlay.Area> areas = new HashMap<>();
    private final Map<Set<String>, Overlay.Claim> claims = new HashMap<>();

    Law(Overlay overlay) {
        overlay.buckets()
                .forEach((bucket, group) ->
                        group.territories().forEach(code -> buckets.put(code, bucket)));
        overlay.areas().forEach(area -> areas.put(area.area(), area));
        overlay.claims().forEach(claim -> claims.put(Set.copyOf(claim.areas()), claim));
    }

    Bucket bucketOf(String territory) {
        return buckets.getOrDefault(territory, Bucket.ROW);
    }

    String territoryOf(String area) {
        var facts = areas.get(area);
        return facts == null || facts.territory() == null ? area : facts.territory();
    }

    /// What it means to lie in all of these areas.
    Ground ground(List<String> names) {
        if (names.isEmpty() || names.equals(List.of(Ground.SEA))) {
            return new Ground(Ground.SEA, List.of(), Set.of(Flag.MARITIME));
        }
        var candidates = new TreeSet<String>();
        var flags = EnumSet.noneOf(Flag.class);
        for (var name : names) {
            candidates.add(territoryOf(name));
            candidates.addAll(others(areas.get(name)));
            flags.addAll(flags(areas.get(name)));
        }
        if (names.size() == 1) {
            return new Ground(
                    territoryOf(names.getFirst()), List.copyOf(candidates), Set.copyOf(flags));
        }
        var claim = claims.get(Set.copyOf(names));
        if (claim == null) {
            flags.addAll(Set.of(Flag.DISPUTED, Flag.AMBIGUOUS));
            return new Ground(candidates.first(), List.copyOf(candidates), Set.copyOf(flags));
        }
        flags.addAll(claim.flags());
        return new Ground(claim.territory(), List.copyOf(candidates), Set.copyOf(flags));
    }

    private static List<String> others(Overlay.@Nullable Area area) {
        return area == null || area.candidates() == null ? List.of() : area.candidates();
    }

    private static List<Flag> flags(Overlay.@Nullable Area area) {
        return area == null ? List.of() : area.flags();
    }
}
