// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Residence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Waits until a signed checkpoint covers an entry.
public final class Checkpointed {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A checkpoint is there within a second, or not soon: each look makes a proof.
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration SLOWEST = Duration.ofSeconds(1);

    private Checkpointed() {}

    /// The entry with its proof; empty if there is none within ten seconds. Blocks.
    public static Optional<PlacedEntry> await(Residence residence, UUID entry) {
        var deadline = Instant.now().plus(PATIENCE);
        var pause = POLL;
        var placed = residence.placed(entry);
        while (placed.isEmpty() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.compareTo(SLOWEST) < 0 ? pause.multipliedBy(2) : SLOWEST;
            placed = residence.placed(entry);
        }
        return placed;
    }
}
