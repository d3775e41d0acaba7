// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes down what was looked through, what was found, and what could not be looked at.
final class Ledger {

    private final Map<Seen, Sighting> sightings = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Scanned> scanned = new ArrayList<>();

    private record Seen(Clue clue, Form form, Place place) {}

    void found(Needle needle, Place place, long offset) {
        add(new Sighting(needle.clue(), needle.form(), place, offset, 1));
    }

    void add(Sighting sighting) {
        sightings.merge(
                new Seen(sighting.clue(), sighting.form(), sighting.place()),
                sighting,
                (first, next) ->
                        new Sighting(
                                first.clue(),
                                first.form(),
                                first.place(),
                                first.offset(),
                                first.count() + next.count()));
    }

    void gap(Place place, String reason) {
        gaps.add(new Gap(place, reason));
    }

    void scanned(Place place, long bytes) {
        scanned.add(new Scanned(place, bytes));
    }

    List<Sighting> sightings() {
        return List.copyOf(sightings.values());
    }

    boolean hasViolation() {
        return sightings.values().stream().anyMatch(Sighting::isViolation);
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    List<Scanned> scanned() {
        return List.copyOf(scanned);
    }
}
