// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.Optional;

/// A part of a region's log, read page by page; of several logs where it goes beyond the end of
/// one.
///
/// @param log origin of the log
/// @param first index of its first entry
/// @param last index of its last entry in that log
/// @param next its part in the next log
public record Stretch(String log, long first, long last, Optional<Stretch> next) {

    /// How many entries a page has.
    public static final int PAGE = 1024;

    /// How many entries it has.
    public long size() {
        return last - first + 1 + next.map(Stretch::size).orElse(0L);
    }

    /// Its first page, which is of one log.
    public Stretch page() {
        return new Stretch(log, first, Math.min(first + PAGE - 1, last), Optional.empty());
    }

    /// What comes after its first page.
    public Optional<Stretch> rest() {
        return first + PAGE > last ? next : Optional.of(new Stretch(log, first + PAGE, last, next));
    }
}
