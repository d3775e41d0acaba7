// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads when the entries next to a bad one happened, from those that are what their hash says.
record EntryTimes(TileReader log, long size) {
    /// The member `t` of an entry; a quote inside another member's text has a backslash before it.
    private static final Pattern TIME =
            Pattern.compile("[{,]\"t\":\"([0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)\"");

    /// How many bundles to look through for a good entry.
    private static final int REACH = 2;

    /// The time that an entry says.
    static Optional<Instant> of(byte[] entry) {
        var match = TIME.matcher(new String(entry, StandardCharsets.UTF_8));
        try {
            return match.find() ? Optional.of(Instant.parse(match.group(1))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The time of the nearest good entry at or before an index.
    Optional<Instant> before(long index) {
        return nearest(index, -1);
    }

    /// The time of the nearest good entry at or after an index.
    Optional<Instant> after(long index) {
        return nearest(index, 1);
    }

    private Optional<Instant> nearest(long from, int step) {
        var at = from;
        for (var n = 0; n < REACH && at >= 0 && at < size; n++) {
            var bundle = LooseBundle.at(log, size, at / TilePath.FULL);
            var tile = tile(at / TilePath.FULL);
            for (var start = bundle.first();
                    at >= start && at < start + bundle.width();
                    at += step) {
                var place = (int) (at - start);
                var leaf =
                        (place + 1) * Hash.BYTES <= tile.length
                                && bundle.has(place, Hash.at(tile, place));
                if (leaf) {
                    return bundle.entry(place).flatMap(EntryTimes::of);
                }
            }
        }
        return Optional.empty();
    }

    private byte[] tile(long index) {
        return TilePath.in(size, 0, index).flatMap(log::find).map(Tile::bytes).orElse(new byte[0]);
    }
}
