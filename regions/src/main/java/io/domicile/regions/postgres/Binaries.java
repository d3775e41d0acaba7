// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs, unpacked once per version out of the jar that brings them.
///
/// @param folder holds `bin`, `lib` and `share`
record Binaries(Path folder) {

    static final String VERSION = "18.6.0";

    private static final Set<PosixFilePermission> READABLE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    /// Unpacks into a folder of `cache` named after version and processor, unless it is there. Safe
    /// when several processes and threads do it at once: each unpacks beside it, the first to
    /// finish puts its copy in place.
    static synchronized Binaries unpack(Path cache) {
        var archive = archive();
        var folder =
                cache.resolve(
                        "postgresql-"
                                + VERSION
                                + "-"
                                + archive.replaceAll("postgres-linux-|\\.txz", ""));
        if (Files.isDirectory(folder)) {
            return new Binaries(folder);
        }
        try {
            Files.createDirectories(cache);
            try (var channel =
                            FileChannel.open(
                                    cache.resolve("postgresql.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.isDirectory(folder)) {
                    unpack(archive, folder);
                }
            }
        } catch (IOException e) {
            throw new PostgresFailed("cannot unpack PostgreSQL into " + cache, e);
        }
        return new Binaries(folder);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static String archive() {
        return switch (System.getProperty("os.name") + " " + System.getProperty("os.arch")) {
            case "Linux amd64" -> "postgres-linux-x86_64.txz";
            case "Linux aarch64" -> "postgres-linux-arm_64.txz";
            default ->
                    throw new PostgresFailed(
                            "no embedded PostgreSQL for this system: give each region a database"
                                    + " by domicile.regions.<region>.jdbc-url");
        };
    }

    private static void unpack(String archive, Path folder) throws IOException {
        var suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var fresh = folder.resolveSibling(folder.getFileName() + "." + suffix);
        try (InputStream packed = Binaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new PostgresFailed("the jar with " + archive + " is not on the class path");
            }
            unpack(packed, fresh);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new PostgresFailed("the archive leaves its folder");
                }
                write(tar, entry, target);
            }
        }
        Files.setPosixFilePermissions(folder, READABLE);
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, READABLE);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        var permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
        if ((entry.getMode() & 0100) != 0) {
            permissions.addAll(READABLE);
        }
        Files.setPosixFilePermissions(target, permissions);
    }
}
