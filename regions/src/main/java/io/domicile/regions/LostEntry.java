// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.time.Instant;
import java.util.UUID;

/// A published entry of an event that a restored database is without: what it tells of is lost.
///
/// @param number its number among all that restores of the region have lost
/// @param log the origin of its log
/// @param index its place in the log
/// @param id the event's id
/// @param time when it happened, to the second
/// @param tenant whose event it was
/// @param act what was done
/// @param isOfRecord whether it says that a record was stored
public record LostEntry(
        long number,
        String log,
        long index,
        UUID id,
        Instant time,
        String tenant,
        String act,
        boolean isOfRecord) {}
