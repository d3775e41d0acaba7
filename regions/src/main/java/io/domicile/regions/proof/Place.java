// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.util.Optional;

/// Something that was looked through.
///
/// @param region whose it is; empty for what belongs to no region
/// @param kind what it is
/// @param name a file relative to the home, `sg/postgres/server.log`, or a table, `public.record`
public record Place(Optional<RegionId> region, Kind kind, String name) {

    /// What is looked through.
    public enum Kind {
        /// A file, as it is on disk.
        FILE,
        /// A table or a column of one, as the database gives it out.
        TABLE,
        /// A database whose files are elsewhere.
        DATABASE
    }
}
