// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// An export in a zip file. Two files of one name, of which readers would take one or the other,
/// are not accepted.
final class ZipArchive implements Archive {
    private final ZipFile zip;
    private final Set<String> names = new LinkedHashSet<>();

    /// @throws LogFailure.Damaged if it is no zip, or has two files of one name
    /// @throws LogFailure.Unavailable if it cannot be read
    ZipArchive(Path file) {
        try {
            this.zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new LogFailure.Damaged("it is no zip file, or not a whole one", e);
        } catch (IOException e) {
            throw new LogFailure.Unavailable("cannot read " + file, e);
        }
        zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .forEach(this::add);
    }

    private void add(String name) {
        if (!names.add(name)) {
            close();
            throw new LogFailure.Damaged("the archive has two files " + name);
        }
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        var entry = zip.getEntry(name);
        return entry == null || !names.contains(name)
                ? Optional.empty()
                : Optional.of(zip.getInputStream(entry));
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
