// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/// The files of an export, in a zip or unpacked: a log below `log/`, and what belongs to it beside.
/// A zip may also hold a log alone, without a folder.
interface Archive extends AutoCloseable {
    /// The folder of the log.
    String LOG = "log/";

    /// The names of all files, with slashes.
    ///
    /// @throws LogFailure.Unavailable if it cannot be told
    Set<String> names();

    /// The content of a file, if there is one of that name.
    ///
    /// @throws IOException if it cannot be read
    Optional<InputStream> open(String name) throws IOException;

    @Override
    void close();

    /// The content of a small file, if there is one of that name.
    ///
    /// @throws LogFailure.Unavailable if it cannot be read
    default Optional<byte[]> read(String name) {
        try {
            var opened = open(name);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (var content = opened.get()) {
                return Optional.of(content.readNBytes(LogReader.MAX_FILE_BYTES + 1));
            }
        } catch (IOException e) {
            throw new LogFailure.Unavailable("cannot read " + name + " in the archive", e);
        }
    }

    /// Whether it is an export, not a log alone.
    default boolean isExport() {
        return names().contains(LOG + TileFiles.CHECKPOINT);
    }

    /// The log in it.
    default LogReader log() {
        var folder = isExport() ? LOG : "";
        return name -> read(folder + name);
    }
}
