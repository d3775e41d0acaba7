// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;
import java.util.Map;

/// How far a transfer is.
///
/// @param transfer which
/// @param records how many records are how far
/// @param stayed how many stayed for which reason
/// @param first its first records, at most [#SHOWN]
public record Progress(
        Transfer transfer,
        Map<Transfer.State, Long> records,
        Map<String, Long> stayed,
        List<Departure> first) {

    /// How many records are listed one by one.
    public static final int SHOWN = 100;

    public Progress {
        records = Map.copyOf(records);
        stayed = Map.copyOf(stayed);
        first = List.copyOf(first);
    }

    /// How many records are in this state.
    public long of(Transfer.State state) {
        return records.getOrDefault(state, 0L);
    }

    /// How many records the law was asked about.
    public long all() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }
}
