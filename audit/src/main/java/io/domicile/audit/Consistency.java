// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayList;
import java.util.List;

/// A proof that a tree is the start of a larger one: that nothing was changed, only added.
///
/// @param from the size of the smaller tree
/// @param to the size of the larger tree
/// @param path the hashes, as RFC 9162, 2.1.4.1 orders them
public record Consistency(long from, long to, List<Hash> path) {
    public Consistency {
        path = List.copyOf(path);
    }

    /// Makes the proof from tiles.
    ///
    /// @throws IllegalArgumentException unless 0 < from <= to
    /// @throws LogFailure.Damaged if a tile is missing or of a wrong size
    public static Consistency of(long from, long to, TileReader reader) {
        if (from < 1 || from > to) {
            throw new IllegalArgumentException("no proof from size " + from + " to " + to);
        }
        return new Consistency(from, to, new Subtrees(to, reader).consistency(from));
    }

    /// Whether it proves that the tree under the second root begins with the tree under the first
    /// (RFC 9162, 2.1.4.2). An empty tree is the start of every tree and proves nothing: false.
    public boolean proves(Hash fromRoot, Hash toRoot) {
        if (from < 1 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && fromRoot.equals(toRoot);
        }
        var hashes = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            hashes.addFirst(fromRoot);
        }
        return !hashes.isEmpty() && folds(hashes, fromRoot, toRoot);
    }

    private boolean folds(List<Hash> hashes, Hash fromRoot, Hash toRoot) {
        var shift = Long.numberOfTrailingZeros(from);
        var fn = (from - 1) >>> shift;
        var sn = (to - 1) >>> shift;
        var smaller = hashes.getFirst();
        var larger = hashes.getFirst();
        for (var hash : hashes.subList(1, hashes.size())) {
            if (sn == 0) {
                return false;
            }
            if (fn % 2 == 1 || fn == sn) {
                smaller = Merkle.nodeHash(hash, smaller);
                larger = Merkle.nodeHash(hash, larger);
                while (fn % 2 == 0 && fn != 0) {
                    fn /= 2;
                    sn /= 2;
                }
            } else {
                larger = Merkle.nodeHash(larger, hash);
            }
            fn /= 2;
            sn /= 2;
        }
        return sn == 0 && smaller.equals(fromRoot) && larger.equals(toRoot);
    }
}
