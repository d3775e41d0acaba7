// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Files with secrets, for their owner alone. They appear whole or not at all.
public final class PrivateFile {

    private PrivateFile() {}

    /// Writes beside the file, flushes, and renames; durable when it returns. Folders are made.
    public static void write(Path file, byte[] content) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var channel =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        move(beside, file);
    }

    /// Renames a file or folder that is complete, durably.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        var folder = Objects.requireNonNull(to.toAbsolutePath().getParent());
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// The password in the first line of a file.
    ///
    /// @throws IOException if it cannot be read or is empty; the message names the file
    public static String password(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            var password = lines.findFirst().orElse("").strip();
            if (password.isEmpty()) {
                throw new IOException("the password file " + file + " is empty");
            }
            return password;
        }
    }
}
