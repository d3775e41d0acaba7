// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Note;
import io.domicile.regions.Transfer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A transfer between two regions, as the logs of both speak of it.
///
/// @param transfer its id, the same in both logs
public record Passage(UUID transfer, String tenant, RegionId from, RegionId to) {

    /// The entry of a step.
    ///
    /// @param phase which step, for instance `arrived`
    /// @param more further labels, as `name:value`
    public Note note(String phase, String... more) {
        var labels =
                Stream.concat(
                                Stream.of(Transfer.label(transfer), "phase:" + phase),
                                Stream.of(more))
                        .toList();
        return new Note(
                "transfer",
                tenant,
                "transfer",
                Optional.of(from.law()),
                Optional.of(to.law()),
                labels,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "gateway",
                "ok",
                Optional.empty(),
                Optional.empty());
    }
}
