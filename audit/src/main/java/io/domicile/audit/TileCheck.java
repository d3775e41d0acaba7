// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Arrays;
import java.util.Optional;

/// Compares a published hash tile with the hashes that were computed for it.
record TileCheck(TileReader log, long size) {
    /// @param level the tile's level
    /// @param index the tile's place in its level
    /// @param computed packed hashes; may be more than `count`
    /// @param count how many of them to compare, from the tile's first on
    Optional<Fault> compare(int level, long index, byte[] computed, int count) {
        var path = TilePath.in(size, level, index).orElseThrow();
        var found = log.find(path);
        if (found.isEmpty()) {
            return Optional.of(Fault.missing(path));
        }
        var file = found.get().path();
        var published = found.get().bytes();
        for (var i = 0; i < count; i++) {
            var from = i * Hash.BYTES;
            var to = from + Hash.BYTES;
            if (to > published.length) {
                return Optional.of(Fault.cut(file, i));
            }
            if (!Arrays.equals(computed, from, to, published, from, to)) {
                return Optional.of(Fault.mismatch(file, i));
            }
        }
        return count == file.width() && published.length > count * Hash.BYTES
                ? Optional.of(Fault.trailing(file))
                : Optional.empty();
    }

    /// Takes the hashes of a level-0 tile as they are, where the entries are not there.
    Optional<Fault> take(long index, byte[] leaves) {
        var path = TilePath.in(size, 0, index).orElseThrow();
        var found = log.find(path);
        if (found.isEmpty()) {
            return Optional.of(Fault.missing(path));
        }
        var published = found.get().bytes();
        var length = Math.min(leaves.length, published.length);
        System.arraycopy(published, 0, leaves, 0, length);
        if (length < leaves.length) {
            return Optional.of(Fault.cut(found.get().path(), length / Hash.BYTES));
        }
        return found.get().path().equals(path) && published.length > leaves.length
                ? Optional.of(Fault.trailing(path))
                : Optional.empty();
    }
}
