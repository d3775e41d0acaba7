// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An export that was unpacked into a folder.
record FolderArchive(Path folder) implements Archive {

    /// Whether a folder is one.
    static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(LOG + TileFiles.CHECKPOINT));
    }

    @Override
    public Set<String> names() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new LogFailure.Unavailable("cannot read " + folder, e);
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        var file = folder.resolve(name).normalize();
        return file.startsWith(folder.normalize()) && Files.isRegularFile(file)
                ? Optional.of(Files.newInputStream(file))
                : Optional.empty();
    }

    @Override
    public boolean isExport() {
        return true;
    }

    @Override
    public LogReader log() {
        return new TileFiles(folder.resolve(LOG));
    }

    @Override
    public void close() {
        // nothing is open between two calls
    }
}
