// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.List;

/// What all the borders between the same areas have in common.
///
/// @param areas numbers of the areas they bound, two but where claims overlap
/// @param territories theirs
/// @param fine whether they belong to the fine layer
record Line(List<Integer> areas, List<String> territories, boolean fine) {
    static final double FINE_ERROR_M = 30;
    static final double COARSE_ERROR_M = 150;

    /// How far, in metres, the true border may lie from the drawn one.
    double errorM() {
        return fine ? FINE_ERROR_M : COARSE_ERROR_M;
    }
}
