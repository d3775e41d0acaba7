// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.util.Optional;

/// What a sequence of bytes would be, if it were found: never the bytes themselves.
///
/// @param kind what it may not be
/// @param region the region that the canary rests in, if it is one
/// @param name which part of which canary: `message: envelope`
public record Clue(Kind kind, Optional<RegionId> region, String name) {

    /// What finding it means.
    public enum Kind {
        /// Clear text of a canary: may be nowhere.
        CLEAR,
        /// The canary's key: may be nowhere.
        KEY,
        /// The canary as it is sealed, and what stands beside it: may be in its own region alone.
        SEALED,
        /// Clear text that the proof itself planted: must be found in that file.
        CONTROL
    }
}
