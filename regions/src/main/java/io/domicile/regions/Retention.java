// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// How far a region is with removing records whose time is over.
///
/// @param overdue how many are over and not removed yet; nobody can open them
/// @param oldestOverdue when the first of these was over
/// @param removed how many were removed since the region began
/// @param nextExpiry when the next one will be over
/// @param sweptAt when the last sweep came to its end
/// @param pausedUntil until when nothing is removed because its time is over: the database was
///   restored from a backup, and legal holds that it has lost can be placed again till then
/// @param stated what the log says, once it does
public record Retention(
        long overdue,
        Optional<Instant> oldestOverdue,
        long removed,
        Optional<Instant> nextExpiry,
        Optional<Instant> sweptAt,
        Optional<Instant> pausedUntil,
        Optional<Stated> stated) {

    /// Before anything is known.
    public static final Retention UNKNOWN =
            new Retention(
                    0,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /// A statement in the log: written when the number has changed, and once a day.
    ///
    /// @param overdue how many a sweep left
    /// @param at when it was counted
    /// @param entry id of the audit entry
    public record Stated(long overdue, Instant at, UUID entry) {}
}
