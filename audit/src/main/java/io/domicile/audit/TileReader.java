// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;

/// Reads the tiles and entry bundles of one log: from files, over HTTP, or from a database.
@FunctionalInterface
public interface TileReader {
    /// The content under that very path, or empty if there is nothing under it.
    ///
    /// @throws LogFailure.Unavailable if it cannot be told
    Optional<byte[]> read(TilePath path);

    /// The tile or bundle at that path or, where that partial is gone, the full one in its place,
    /// not narrowed; empty if neither is there.
    default Optional<Tile> find(TilePath path) {
        var exact = read(path).map(bytes -> new Tile(path, bytes));
        if (exact.isPresent() || path.isFull()) {
            return exact;
        }
        return read(path.full()).map(bytes -> new Tile(path.full(), bytes));
    }

    /// The content at that path, if need be cut from the full tile or bundle.
    ///
    /// @throws LogFailure.Damaged if it is missing or not of the size that the path says
    default byte[] get(TilePath path) {
        return find(path)
                .orElseThrow(() -> new LogFailure.Damaged(path + " is missing"))
                .narrow(path.width())
                .bytes();
    }
}
