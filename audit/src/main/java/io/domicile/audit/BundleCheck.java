// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// Hashes the entries of one bundle and compares them with the level-0 tile that belongs to it. A
/// bundle that may be missing, and is, leaves the tile to vouch for its hashes.
final class BundleCheck {
    private final TileReader log;
    private final long size;
    private final TilePath path;
    private final byte[] leaves;
    private final Merkle merkle = new Merkle();
    private boolean seen;
    private int hashed;
    private Optional<Fault> fault = Optional.empty();
    private Optional<Hash> root = Optional.empty();
    private Span span = Span.UNKNOWN;

    BundleCheck(TileReader log, long size, long index) {
        this.log = log;
        this.size = size;
        this.path = TilePath.in(size, TilePath.ENTRIES, index).orElseThrow();
        this.leaves = new byte[path.width() * Hash.BYTES];
    }

    BundleCheck run(Scope scope) {
        var bundle = log.find(path);
        seen = bundle.isPresent();
        if (seen || scope.needs(path)) {
            var inBundle = bundle.map(this::hash).orElse(Optional.of(Fault.missing(path)));
            var inTile = new TileCheck(log, size).compare(0, path.index(), leaves, hashed);
            fault = Stream.of(inBundle, inTile).flatMap(Optional::stream).min(Fault.ORDER);
        } else {
            fault = new TileCheck(log, size).take(path.index(), leaves);
        }
        if (fault.isEmpty()) {
            root = Optional.of(merkle.root(leaves, 0, path.width()));
        }
        return this;
    }

    Optional<Fault> fault() {
        return fault;
    }

    TilePath path() {
        return path;
    }

    /// How many entries were there.
    int seen() {
        return seen ? path.width() : 0;
    }

    /// When its first and its last entry happened.
    Span span() {
        return span;
    }

    /// The hashes of the entries, packed.
    byte[] leaves() {
        return leaves;
    }

    /// The root over the entries; only without a fault.
    Hash root() {
        return root.orElseThrow();
    }

    private Optional<Fault> hash(Tile bundle) {
        var bytes = bundle.bytes();
        var at = 0;
        var last = 0;
        for (; hashed < path.width(); hashed++) {
            var end = Tile.entryEnd(bytes, at);
            if (end > bytes.length) {
                return Optional.of(Fault.cut(bundle.path(), hashed));
            }
            last = at;
            var entry = at + Tile.LENGTH_BYTES;
            merkle.leaf(bytes, entry, end - entry, leaves, hashed);
            at = end;
        }
        span = new Span(time(bytes, 0), time(bytes, last));
        return bundle.path().equals(path) && at < bytes.length
                ? Optional.of(Fault.trailing(path))
                : Optional.empty();
    }

    private static Optional<Instant> time(byte[] bundle, int at) {
        return EntryTimes.of(
                Arrays.copyOfRange(bundle, at + Tile.LENGTH_BYTES, Tile.entryEnd(bundle, at)));
    }
}
