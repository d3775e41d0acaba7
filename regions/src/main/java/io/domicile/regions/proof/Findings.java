// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a proof of residency found. Names places and kinds, never what stands there.
///
/// @param blind canaries whose envelope the search did not find at home: it proves nothing of them
/// @param sightings all that was found, also what may be there
/// @param gaps what could not be looked at
/// @param scanned what was looked through
/// @param planted in how many forms clear text was planted, so that the search shows that it sees
/// @param tables how the values of each region's tables rest
/// @param keys each region's keys
public record Findings(
        List<String> blind,
        List<Sighting> sightings,
        List<Gap> gaps,
        List<Scanned> scanned,
        int planted,
        Map<RegionId, List<TableCount>> tables,
        List<KeyState> keys) {

    public Findings {
        blind = List.copyOf(blind);
        sightings = List.copyOf(sightings);
        gaps = List.copyOf(gaps);
        scanned = List.copyOf(scanned);
        tables = Map.copyOf(tables);
        keys = List.copyOf(keys);
    }

    /// What is where it may not be.
    public List<Sighting> violations() {
        return sightings.stream().filter(Sighting::isViolation).toList();
    }

    /// In how many forms the planted clear text was found.
    public long seen() {
        return sightings.stream()
                .filter(sighting -> sighting.clue().kind() == Clue.Kind.CONTROL)
                .map(Sighting::form)
                .distinct()
                .count();
    }

    /// Columns that nobody said anything of: `nl public.record.note`.
    public List<String> unclassified() {
        return columns(column -> column.rest().isEmpty());
    }

    /// Columns that hold something else than the envelopes they should.
    public List<String> unsealed() {
        return columns(column -> column.odd() > 0);
    }

    private List<String> columns(Predicate<TableCount.Column> which) {
        return tables.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(RegionId::code)))
                .flatMap(region ->
                        region.getValue().stream()
                                .flatMap(table ->
                                        table.columns().stream()
                                                .filter(which)
                                                .map(column ->
                                                        region.getKey()
                                                                + " "
                                                                + table.table()
                                                                + "."
                                                                + column.name())))
                .toList();
    }

    /// What it comes to.
    public Verdict verdict() {
        boolean red =
                !blind.isEmpty()
                        || !violations().isEmpty()
                        || seen() < planted
                        || !unclassified().isEmpty()
                        || !unsealed().isEmpty()
                        || keys.stream().anyMatch(state -> !state.faults().isEmpty());
        if (red) {
            return Verdict.RED;
        }
        return gaps.isEmpty() ? Verdict.GREEN : Verdict.AMBER;
    }

    /// What a proof comes to.
    public enum Verdict {
        /// Everything was looked at, and all is where it belongs.
        GREEN,
        /// Nothing is where it may not be, as far as could be looked.
        AMBER,
        /// Something is where it may not be, or the search could not see.
        RED
    }
}
