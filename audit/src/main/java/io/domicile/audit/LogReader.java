// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;

/// Reads a published log: its tiles and bundles, and the files beside them.
public interface LogReader extends TileReader {
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
