// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.Optional;

/// A part of a log, read page by page.
///
/// @param first index of its first entry
/// @param last index of its last entry
public record Stretch(long first, long last) {

    /// How many entries a page has.
    public static final int PAGE = 1024;

    /// How many entries it has.
    public long size() {
        return last - first + 1;
    }

    /// Its first page.
    public Stretch page() {
        return new Stretch(first, Math.min(first + PAGE - 1, last));
    }

    /// What comes after its first page.
    public Optional<Stretch> rest() {
        return first + PAGE > last
                ? Optional.empty()
                : Optional.of(new Stretch(first + PAGE, last));
    }
}
