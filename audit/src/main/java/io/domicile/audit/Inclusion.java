// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.List;

/// A proof that an entry is in a tree.
///
/// @param index the entry's index
/// @param size the size of the tree
/// @param path the hashes beside the way from the leaf to the root, the leaf's neighbour first
public record Inclusion(long index, long size, List<Hash> path) {
    public Inclusion {
        path = List.copyOf(path);
    }

    /// Makes the proof from tiles.
    ///
    /// @throws IllegalArgumentException if the tree has no such entry
    /// @throws LogFailure.Damaged if a tile is missing or of a wrong size
    public static Inclusion of(long index, long size, TileReader reader) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no entry " + index + " in a tree of " + size);
        }
        return new Inclusion(index, size, new Subtrees(size, reader).inclusion(index));
    }

    /// Whether it proves that the leaf is at this index under that root (RFC 9162, 2.1.3.2).
    public boolean proves(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var fn = index;
        var sn = size - 1;
        var hash = leaf;
        for (var sibling : path) {
            if (sn == 0) {
                return false;
            }
            if (fn % 2 == 1 || fn == sn) {
                hash = Merkle.nodeHash(sibling, hash);
                while (fn % 2 == 0 && fn != 0) {
                    fn /= 2;
                    sn /= 2;
                }
            } else {
                hash = Merkle.nodeHash(hash, sibling);
            }
            fn /= 2;
            sn /= 2;
        }
        return sn == 0 && hash.equals(root);
    }
}
