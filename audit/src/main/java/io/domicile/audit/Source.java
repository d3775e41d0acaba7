// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a log is read from.
///
/// @param archive what it is a part of, if it is
record Source(LogReader log, Optional<Archive> archive) implements AutoCloseable {

    /// Opens a directory, an address, or an archive.
    ///
    /// @throws LogFailure.Damaged if it is a file, but no archive
    /// @throws LogFailure.Unavailable if there is nothing
    static Source open(String target) {
        if (isAddress(target)) {
            return new Source(new HttpLog(URI.create(target)), Optional.empty());
        }
        var path = Path.of(target);
        if (Files.isRegularFile(path)) {
            return of(new ZipArchive(path));
        }
        if (!Files.isDirectory(path)) {
            throw new LogFailure.Unavailable("there is no directory or archive " + target);
        }
        return FolderArchive.is(path)
                ? of(new FolderArchive(path))
                : new Source(new TileFiles(path), Optional.empty());
    }

    /// Whether a target is an address, not a file or directory.
    static boolean isAddress(String target) {
        return target.startsWith("http://") || target.startsWith("https://");
    }

    static Source of(Archive archive) {
        return new Source(archive.log(), Optional.of(archive));
    }

    @Override
    public void close() {
        archive.ifPresent(Archive::close);
    }
}
