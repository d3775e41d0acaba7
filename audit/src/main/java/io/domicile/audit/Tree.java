// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A log's Merkle tree, as much of it as appending needs: its right edge.
///
/// Immutable and without I/O. It holds, for each level, the hashes of the tile that is not full
/// yet, and the entry bundle that is not full yet.
public final class Tree {
    /// The largest entry that a bundle can hold, in bytes.
    public static final int MAX_ENTRY_BYTES = 65_535;

    private static final Tree EMPTY = new Tree(0, List.of(), new byte[0]);

    private final long size;
    private final List<byte[]> edge;
    private final byte[] bundle;
    private final Hash root;

    Tree(long size, List<byte[]> edge, byte[] bundle) {
        this.size = size;
        this.edge = edge;
        this.bundle = bundle;
        this.root = Merkle.edgeRoot(edge);
    }

    /// What one call of [#append(List)] gives.
    ///
    /// @param tree the tree with the entries in it
    /// @param first the index of the first of the entries
    /// @param leaves the hashes of the entries, in order
    /// @param writes what must be durable before the new size is signed: each tile and bundle that
    ///   became full, and the changed partials of the new size; no others
    public record Batch(Tree tree, long first, List<Hash> leaves, List<Tile> writes) {
        public Batch {
            leaves = List.copyOf(leaves);
            writes = List.copyOf(writes);
        }
    }

    /// The tree without entries.
    public static Tree empty() {
        return EMPTY;
    }

    /// Takes up a tree where it was left: reads its right edge, and checks it against the root and
    /// the open bundle.
    ///
    /// @throws LogFailure.Damaged if a part is missing, or the parts do not give that root
    public static Tree restore(long size, Hash root, TileReader reader) {
        var edge = new ArrayList<byte[]>();
        for (var level = 0; TilePath.count(size, level) > 0; level++) {
            edge.add(open(size, level).map(reader::get).orElse(new byte[0]));
        }
        var bundle = open(size, TilePath.ENTRIES).map(reader::get).orElse(new byte[0]);
        var tree = new Tree(size, List.copyOf(edge), bundle);
        if (!tree.root.equals(root)) {
            throw new LogFailure.Damaged("the right edge at size " + size + " gives another root");
        }
        open(size, TilePath.ENTRIES).ifPresent(path -> check(new Tile(path, bundle), edge.get(0)));
        return tree;
    }

    /// Adds entries to the end.
    ///
    /// @param entries each of 1 to 65,535 bytes; may be empty, and then nothing changes
    /// @throws IllegalArgumentException if an entry is empty or too long; nothing is added then
    public Batch append(List<byte[]> entries) {
        var growth = new Growth(size, edge, bundle);
        entries.forEach(growth::add);
        return growth.batch();
    }

    /// How many entries there are.
    public long size() {
        return size;
    }

    public Hash root() {
        return root;
    }

    private static Optional<TilePath> open(long size, int level) {
        return TilePath.in(size, level, TilePath.count(size, level) / TilePath.FULL);
    }

    private static void check(Tile bundle, byte[] leaves) {
        var place = 0;
        for (var entry : bundle.entries()) {
            if (!Hash.at(leaves, place).equals(Merkle.leafHash(entry))) {
                throw new LogFailure.Damaged(
                        "entry " + bundle.path().firstEntry(place) + " does not match its hash");
            }
            place++;
        }
    }
}
