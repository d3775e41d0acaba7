// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.List;
import java.util.Set;

/// What a point's areas say, before distances are looked at.
///
/// @param candidates the territories that claim the point; none at sea
record Ground(String territory, List<String> candidates, Set<Flag> flags) {
    static final String SEA = "XZ";
}
