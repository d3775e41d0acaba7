// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;

/// Reads a published log: its tiles and bundles, and the files beside them.
public interface LogReader extends TileReader {
    /// The length of the longest file there can be: a bundle of the longest entries. Of a longer
    /// one no more need be read than shows that it is longer.
    int MAX_FILE_BYTES = TilePath.FULL * (Tile.LENGTH_BYTES + Tree.MAX_ENTRY_BYTES);

    /// The content of a file of the log, for instance `checkpoint`, or empty if there is none.
    ///
    /// @param name the path relative to the log's prefix
    /// @throws LogFailure.Unavailable if it cannot be told
    Optional<byte[]> read(String name);

    @Override
    default Optional<byte[]> read(TilePath path) {
        return read(path.toString());
    }
}
