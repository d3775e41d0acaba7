// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// A region key (KEK), as its operators see it.
///
/// @param id its id, which audit entries name
/// @param state what it is for
/// @param subjectKeys how many DEKs it wraps
public record Kek(String id, State state, long subjectKeys) {

    /// What a KEK is for.
    public enum State {
        /// In the key store, not used by the region: made for the next rotation, or left by a
        /// retirement that was interrupted.
        SPARE,
        /// Wraps new DEKs.
        CURRENT,
        /// Not current, and wraps DEKs that are still to be moved.
        DRAINING,
        /// Wraps nothing any more; may be retired.
        UNUSED,
        /// Not in the key store, though the region needs it.
        MISSING
    }
}
