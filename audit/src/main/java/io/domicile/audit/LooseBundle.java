// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Arrays;
import java.util.Optional;

/// A bundle of a log that may be damaged: as many of its entries as can be told apart.
final class LooseBundle {
    private final TilePath path;
    private final byte[] bytes;
    private final byte[] leaves;
    private int count;

    private LooseBundle(TilePath path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
        this.leaves = new byte[path.width() * Hash.BYTES];
        var merkle = new Merkle();
        var at = 0;
        for (; count < path.width() && Tile.entryEnd(bytes, at) <= bytes.length; count++) {
            var end = Tile.entryEnd(bytes, at);
            var entry = at + Tile.LENGTH_BYTES;
            merkle.leaf(bytes, entry, end - entry, leaves, count);
            at = end;
        }
    }

    /// The bundle at that place of a log of that size, without entries if it is missing.
    static LooseBundle at(TileReader log, long size, long index) {
        var path = TilePath.in(size, TilePath.ENTRIES, index).orElseThrow();
        return new LooseBundle(path, log.find(path).map(Tile::bytes).orElse(new byte[0]));
    }

    /// The index of its first entry.
    long first() {
        return path.firstEntry(0);
    }

    /// How many entries it should have.
    int width() {
        return path.width();
    }

    /// The hashes of the entries that can be told apart, then zeros.
    byte[] leaves() {
        return leaves;
    }

    /// Whether the entry at a place is the one with that hash.
    boolean has(int place, Hash leaf) {
        return place < count && Hash.at(leaves, place).equals(leaf);
    }

    /// The bytes of an entry that can be told apart.
    Optional<byte[]> entry(int place) {
        if (place >= count) {
            return Optional.empty();
        }
        var at = 0;
        for (var i = 0; i < place; i++) {
            at = Tile.entryEnd(bytes, at);
        }
        var end = Tile.entryEnd(bytes, at);
        return Optional.of(Arrays.copyOfRange(bytes, at + Tile.LENGTH_BYTES, end));
    }
}
