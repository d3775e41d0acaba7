// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a tile or of an entry bundle, as C2SP tlog-tiles lays them out:
/// `tile/<level>/<index>[.p/<width>]` and `tile/entries/<index>[.p/<width>]`.
///
/// @param level 0 to 63 for hash tiles, [#ENTRIES] for entry bundles
/// @param index the tile's place in its level, from 0
/// @param width how many hashes or entries it holds, 1 to 256; below 256 it is a partial
public record TilePath(int level, long index, int width) {
    /// The level that stands for entry bundles.
    public static final int ENTRIES = -1;

    /// How many hashes or entries a full tile or bundle holds.
    public static final int FULL = 256;

    private static final int MAX_LEVEL = 63;
    private static final Pattern FORM =
            Pattern.compile(
                    "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException(
                    "no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    /// The tile or bundle at a place, as wide as a tree of that size has it; empty if the tree does
    /// not reach there.
    public static Optional<TilePath> in(long size, int level, long index) {
        var count = count(size, level);
        var width = index == count / FULL ? count % FULL : index < count / FULL ? FULL : 0;
        return width == 0 ? Optional.empty() : Optional.of(new TilePath(level, index, (int) width));
    }

    /// Reads a path strictly: only what [#toString()] writes gives an answer.
    public static Optional<TilePath> parse(String path) {
        var match = FORM.matcher(path);
        if (!match.matches()) {
            return Optional.empty();
        }
        var level = match.group(1).equals("entries") ? ENTRIES : Integer.parseInt(match.group(1));
        var index = Long.parseLong(match.group(2).replace("x", "").replace("/", ""));
        var width = match.group(3) == null ? FULL : Integer.parseInt(match.group(3));
        if (level > MAX_LEVEL || width > FULL) {
            return Optional.empty();
        }
        // leading groups of zeros and ".p/256" fit the pattern but are no names
        return Optional.of(new TilePath(level, index, width))
                .filter(p -> p.toString().equals(path));
    }

    public boolean isBundle() {
        return level == ENTRIES;
    }

    public boolean isFull() {
        return width == FULL;
    }

    /// The full tile or bundle at the same place.
    public TilePath full() {
        return new TilePath(level, index, FULL);
    }

    /// How many entries, or hashes of a level, a tree of that size has in full tiles and partials.
    static long count(long size, int level) {
        var shift = 8 * Math.max(level, 0);
        return shift < Long.SIZE ? size >>> shift : 0;
    }

    /// The index of the first entry that the hash or entry at this place of the tile covers.
    long firstEntry(int place) {
        return (index * FULL + place) << (8 * Math.max(level, 0));
    }

    /// The path, relative to the log's prefix.
    @Override
    public String toString() {
        // by hand: a formatter would take longer than reading the tile
        var path = digits(index % 1000);
        for (var rest = index / 1000; rest > 0; rest /= 1000) {
            path = "x" + digits(rest % 1000) + "/" + path;
        }
        var kind = isBundle() ? "entries" : Integer.toString(level);
        return "tile/" + kind + "/" + path + (isFull() ? "" : ".p/" + width);
    }

    private static String digits(long threeDigits) {
        return Long.toString(1000 + threeDigits).substring(1);
    }
}
