// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts entries for the report: how many there are of each kind, and between which places of the
/// log they stand.
final class Tally {

    /// Entries that are alike in something.
    ///
    /// @param first index of the first
    /// @param last index of the last
    /// @param count how many there are between these two
    record Count(long first, long last, long count) {

        Count with(long index) {
            return new Count(first, index, count + 1);
        }
    }

    private final Map<String, Count> acts = new TreeMap<>();
    private final Map<String, Count> results = new TreeMap<>();
    private @Nullable Count all;
    private @Nullable String earliest;
    private @Nullable String latest;

    void add(Line line) {
        add(acts, line.text("act"), line.index());
        add(results, line.text("res"), line.index());
        var time = line.text("t");
        earliest = earliest == null || time.compareTo(earliest) < 0 ? time : earliest;
        latest = latest == null || time.compareTo(latest) > 0 ? time : latest;
        all = all == null ? new Count(line.index(), line.index(), 1) : all.with(line.index());
    }

    /// By what was done.
    Map<String, Count> acts() {
        return acts;
    }

    /// By how it ended: `ok`, or the code of a refusal.
    Map<String, Count> results() {
        return results;
    }

    /// All of them; null if there is none.
    @Nullable Count all() {
        return all;
    }

    long size() {
        return all == null ? 0 : all.count();
    }

    /// The earliest time of an entry, as entries write it; null if there is none.
    @Nullable String earliest() {
        return earliest;
    }

    /// The latest.
    @Nullable String latest() {
        return latest;
    }

    private static void add(Map<String, Count> counts, String key, long index) {
        counts.merge(key, new Count(index, index, 1), (known, _) -> known.with(index));
    }
}
