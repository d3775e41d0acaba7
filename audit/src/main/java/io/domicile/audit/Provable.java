// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the entries of a damaged log that can still be proven: those whose hash leads to the
/// signed root over hashes that are right.
///
/// It goes down from the root. Where a tile is not the one that the hash above it names, the tiles
/// or entries below may still give it. Where several tiles above each other are changed, it may
/// find fewer than there are, never more.
final class Provable {
    private final TileReader log;
    private final long size;
    private final Merkle merkle = new Merkle();
    private long count;

    private Provable(TileReader log, long size) {
        this.log = log;
        this.size = size;
    }

    /// How many entries can be proven.
    static long count(TileReader log, Checkpoint checkpoint) {
        var provable = new Provable(log, checkpoint.size());
        provable.edge(checkpoint.root()).ifPresent(provable::walk);
        return provable.count;
    }

    /// The open tiles at the right end of each level, from the files or from what lies below them,
    /// whichever give the root.
    private Optional<List<byte[]>> edge(Hash root) {
        var published = new ArrayList<byte[]>();
        var computed = new ArrayList<byte[]>();
        for (var level = 0; TilePath.count(size, level) > 0; level++) {
            var open = TilePath.in(size, level, TilePath.count(size, level) / TilePath.FULL);
            published.add(open.flatMap(this::published).orElse(new byte[0]));
            computed.add(open.map(this::below).orElse(new byte[0]));
        }
        return List.of(published, computed).stream()
                .map(List::copyOf)
                .filter(edge -> Merkle.edgeRoot(edge).equals(root))
                .findFirst();
    }

    private void walk(List<byte[]> edge) {
        for (var level = 0; level < edge.size(); level++) {
            walk(level, TilePath.count(size, level) / TilePath.FULL, edge.get(level));
        }
    }

    /// Takes the hashes of a tile for right and looks below each.
    private void walk(int level, long index, byte[] hashes) {
        var entries = level == 0 && hashes.length > 0 ? LooseBundle.at(log, size, index) : null;
        for (var i = 0; i < hashes.length / Hash.BYTES; i++) {
            var hash = Hash.at(hashes, i);
            if (entries != null) {
                count += entries.has(i, hash) ? 1 : 0;
            } else {
                descend(new TilePath(level - 1, index * TilePath.FULL + i, TilePath.FULL), hash);
            }
        }
    }

    private void descend(TilePath path, Hash root) {
        published(path)
                .filter(tile -> isRight(tile, root))
                .or(() -> Optional.of(below(path)).filter(tile -> isRight(tile, root)))
                .ifPresent(tile -> walk(path.level(), path.index(), tile));
    }

    private boolean isRight(byte[] tile, Hash root) {
        return merkle.root(tile, 0, TilePath.FULL).equals(root);
    }

    private Optional<byte[]> published(TilePath path) {
        return log.find(path)
                .map(Tile::bytes)
                .filter(bytes -> bytes.length >= path.width() * Hash.BYTES)
                .map(bytes -> Arrays.copyOf(bytes, path.width() * Hash.BYTES));
    }

    /// The tile as the tiles or entries below it give it.
    private byte[] below(TilePath path) {
        if (path.level() == 0) {
            return LooseBundle.at(log, size, path.index()).leaves();
        }
        var hashes = new byte[path.width() * Hash.BYTES];
        for (var i = 0; i < path.width(); i++) {
            var index = path.index() * TilePath.FULL + i;
            var child = new TilePath(path.level() - 1, index, TilePath.FULL);
            var tile = published(child).orElseGet(() -> below(child));
            merkle.root(tile, 0, TilePath.FULL).copyTo(hashes, i);
        }
        return hashes;
    }
}
