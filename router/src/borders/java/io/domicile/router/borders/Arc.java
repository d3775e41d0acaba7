// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.util.List;

/// A run of border between two junctions, or a closed ring.
///
/// @param sides the areas it bounds: two, the sea being one, but where claims overlap
/// @param points packed as in [Network]
record Arc(List<Integer> sides, List<Long> points) {
    boolean ring() {
        return points.getFirst().equals(points.getLast());
    }
}
