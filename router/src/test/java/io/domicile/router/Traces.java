// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.domicile.regions.RecordId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Searches every byte of files: databases, their write-ahead and server logs, audit logs, keys.
final class Traces {

    private Traces() {}

    /// The files of a region that know a record by its id, in binary or as text.
    static List<Path> ofRecord(String id, String region) throws IOException {
        var uuid = RecordId.parse(id).orElseThrow().uuid();
        var binary =
                ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
        var folder = Api.home().resolve(region);
        var found = new ArrayList<>(of(binary, folder));
        found.addAll(of(uuid.toString().getBytes(US_ASCII), folder));
        found.addAll(of(id.substring(3).getBytes(US_ASCII), folder));
        return found;
    }

    /// The files below a folder that hold these bytes.
    static List<Path> of(byte[] wanted, Path folder) throws IOException {
        var needle = new String(wanted, StandardCharsets.ISO_8859_1);
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile() && content(file).contains(needle)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return found;
    }

    private static String content(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            // databases recycle files while we look
            return "";
        }
    }
}
