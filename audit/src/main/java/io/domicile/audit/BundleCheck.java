// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;
import java.util.stream.Stream;

/// Hashes the entries of one bundle and compares them with the level-0 tile that belongs to it.
final class BundleCheck {
    private final TileReader log;
    private final long size;
    private final TilePath path;
    private final byte[] leaves;
    private final Merkle merkle = new Merkle();
    private int hashed;
    private Optional<Fault> fault = Optional.empty();

    BundleCheck(TileReader log, long size, long index) {
        this.log = log;
        this.size = size;
        this.path = TilePath.in(size, TilePath.ENTRIES, index).orElseThrow();
        this.leaves = new byte[path.width() * Hash.BYTES];
    }

    BundleCheck run() {
        var inBundle = log.find(path).map(this::hash).orElse(Optional.of(Fault.missing(path)));
        var inTile = new TileCheck(log, size).compare(0, path.index(), leaves, hashed);
        fault = Stream.of(inBundle, inTile).flatMap(Optional::stream).min(Fault.ORDER);
        return this;
    }

    Optional<Fault> fault() {
        return fault;
    }

    TilePath path() {
        return path;
    }

    /// The hashes of the entries, packed.
    byte[] leaves() {
        return leaves;
    }

    /// The root over the entries.
    Hash root() {
        return merkle.root(leaves, 0, path.width());
    }

    private Optional<Fault> hash(Tile bundle) {
        var bytes = bundle.bytes();
        var at = 0;
        for (; hashed < path.width(); hashed++) {
            var end = Tile.entryEnd(bytes, at);
            if (end > bytes.length) {
                return Optional.of(Fault.cut(bundle.path(), hashed));
            }
            var entry = at + Tile.LENGTH_BYTES;
            merkle.leaf(bytes, entry, end - entry, leaves, hashed);
            at = end;
        }
        return bundle.path().equals(path) && at < bytes.length
                ? Optional.of(Fault.trailing(path))
                : Optional.empty();
    }
}
