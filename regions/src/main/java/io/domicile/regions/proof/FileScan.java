// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Looks through all files below folders. Files that change meanwhile are looked through as they
/// are when they are read; those that go are left out.
final class FileScan {

    private final Search search;
    private final Search.Meter meter;
    private final Ledger ledger;

    FileScan(Search search, Search.Meter meter, Ledger ledger) {
        this.search = search;
        this.meter = meter;
        this.ledger = ledger;
    }

    /// A folder.
    ///
    /// @param name what stands before the names of its files; may be empty
    /// @param except folders below it that are left out
    record Root(Path path, String name, Optional<RegionId> region, Set<Path> except) {

        Place place(Path file) {
            var below = path.relativize(file).toString();
            return new Place(
                    region,
                    Place.Kind.FILE,
                    name.isEmpty() || below.isEmpty() ? name + below : name + "/" + below);
        }
    }

    /// How many bytes are below it, as far as can be seen.
    static long size(Root root) {
        var sum = new long[1];
        walk(
                root,
                new Visitor(root) {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                        return FileVisitResult.CONTINUE;
                    }
                });
        return sum[0];
    }

    void below(Root root) {
        if (!Files.isDirectory(root.path())) {
            ledger.gap(root.place(root.path()), "there is no such folder");
            return;
        }
        walk(
                root,
                new Visitor(root) {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        visit(root.place(file), file, attributes);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        fail(root.place(file), failure);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private void visit(Place place, Path file, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            ledger.gap(place, "a link: what it names is not followed");
        } else if (attributes.isRegularFile()) {
            try {
                scan(place, file);
            } catch (IOException e) {
                fail(place, e);
            }
        }
    }

    private void scan(Place place, Path file) throws IOException {
        try (var text = Files.newInputStream(file)) {
            long bytes = search.through(text, at(place), meter);
            ledger.scanned(place, bytes);
        }
        switch (packing(file)) {
            case NONE -> {}
            case OPAQUE -> ledger.gap(place, "packed, and nothing here unpacks it");
            case GZIP -> unpack(unpacked(place), file);
        }
    }

    private void unpack(Place place, Path file) throws IOException {
        try (var text = new GZIPInputStream(Files.newInputStream(file))) {
            long bytes = search.through(text, at(place), _ -> {});
            ledger.scanned(place, bytes);
        }
    }

    private static Place unpacked(Place packed) {
        return new Place(packed.region(), packed.kind(), packed.name() + " (unpacked)");
    }

    private static Packing packing(Path file) throws IOException {
        try (var text = Files.newInputStream(file)) {
            return Packing.of(text.readNBytes(Packing.HEAD));
        }
    }

    private Search.Finder at(Place place) {
        return (needle, offset) -> ledger.found(needle, place, offset);
    }

    private void fail(Place place, IOException failure) {
        if (!(failure instanceof NoSuchFileException)) {
            ledger.gap(place, "cannot be read: " + failure.getClass().getSimpleName());
        }
    }

    private static void walk(Root root, Visitor visitor) {
        try {
            Files.walkFileTree(root.path(), visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves out what its root leaves out.
    private abstract static class Visitor extends SimpleFileVisitor<Path> {

        private final Root root;

        Visitor(Root root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return root.except().contains(folder)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
