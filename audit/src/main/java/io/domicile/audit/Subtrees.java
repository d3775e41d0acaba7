// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayList;
import java.util.List;

/// The roots of a tree's subtrees, and the proofs made of them, read from tiles.
final class Subtrees {
    private static final int TILE_HEIGHT = 8;

    private final long size;
    private final TileReader reader;
    private final Merkle merkle = new Merkle();

    Subtrees(long size, TileReader reader) {
        this.size = size;
        this.reader = reader;
    }

    /// PATH(index, D[0:size]) of RFC 9162, 2.1.3.1.
    List<Hash> inclusion(long index) {
        var path = new ArrayList<Hash>();
        var low = 0L;
        var high = size;
        while (high - low > 1) {
            var split = low + split(high - low);
            if (index < split) {
                path.addFirst(root(split, high));
                high = split;
            } else {
                path.addFirst(root(low, split));
                low = split;
            }
        }
        return path;
    }

    /// PROOF(from, D[0:size]) of RFC 9162, 2.1.4.1.
    List<Hash> consistency(long from) {
        var path = new ArrayList<Hash>();
        var low = 0L;
        var high = size;
        while (from != high) {
            var split = low + split(high - low);
            if (from <= split) {
                path.addFirst(root(split, high));
                high = split;
            } else {
                path.addFirst(root(low, split));
                low = split;
            }
        }
        if (low > 0) {
            path.addFirst(root(low, high));
        }
        return path;
    }

    /// The root over the entries from `low` to before `high`, a range that proofs ask for.
    private Hash root(long low, long high) {
        var count = high - low;
        if (Long.bitCount(count) == 1) {
            return node(Long.numberOfTrailingZeros(count), low);
        }
        var split = low + split(count);
        return Merkle.nodeHash(root(low, split), root(split, high));
    }

    /// The root of the perfect subtree of 2^height entries that starts at entry `low`.
    private Hash node(int height, long low) {
        var level = height / TILE_HEIGHT;
        var count = 1 << height % TILE_HEIGHT;
        var first = TilePath.count(low, level);
        var path = TilePath.in(size, level, first / TilePath.FULL).orElseThrow();
        return merkle.root(reader.get(path), (int) (first % TilePath.FULL), count);
    }

    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
