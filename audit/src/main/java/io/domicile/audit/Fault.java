// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Comparator;
import java.util.Locale;

/// The first thing that is wrong with a log.
///
/// @param index the first entry that it touches
/// @param file the file where it shows
/// @param message what is wrong, for people; names the entries and the file
record Fault(long index, TilePath file, String message) {
    /// The first fault comes first; of several that touch the same entry, the one closest to it.
    static final Comparator<Fault> ORDER =
            Comparator.comparingLong(Fault::index).thenComparingInt(f -> f.file.level());

    static Fault missing(TilePath file) {
        return new Fault(
                file.firstEntry(0), file, file + " is missing, from " + entry(file, 0) + " on");
    }

    static Fault cut(TilePath file, int place) {
        return new Fault(
                file.firstEntry(place), file, file + " ends too early, in " + entry(file, place));
    }

    static Fault trailing(TilePath file) {
        var last = file.firstEntry(file.width()) - 1;
        return new Fault(last, file, file + " has bytes too many, after entry " + number(last));
    }

    /// A hash in a tile is not the one that its entry, or the tile below it, gives.
    static Fault mismatch(TilePath tile, int place) {
        var first = tile.firstEntry(place);
        if (tile.level() == 0) {
            var bundle = new TilePath(TilePath.ENTRIES, tile.index(), tile.width());
            var entry = "entry " + number(first) + " (bundle " + bundle + ")";
            return new Fault(first, bundle, entry + " does not match its hash in " + tile);
        }
        var below =
                new TilePath(tile.level() - 1, tile.index() * TilePath.FULL + place, TilePath.FULL);
        var entries =
                " (entries " + number(first) + " to " + number(tile.firstEntry(place + 1) - 1);
        return new Fault(first, tile, below + entries + ") does not match its hash in " + tile);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A number and what it counts.
    static String counted(long number, String one, String several) {
        return number(number) + " " + (number == 1 ? one : several);
    }

    private static String entry(TilePath file, int place) {
        return "entry " + number(file.firstEntry(place));
    }
}
