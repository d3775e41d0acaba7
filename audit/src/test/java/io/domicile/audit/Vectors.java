// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Public test vectors that lie beside the repository, where they are there.
final class Vectors {
    private Vectors() {}

    /// A folder of them; the calling test is skipped without it.
    static Path folder(String name) {
        var folder = Path.of(System.getProperty("domicile.shared", "../shared"), "vectors", name);
        assumeTrue(Files.isDirectory(folder), "left out: the test vectors are not at " + folder);
        return folder;
    }

    static List<Path> filesBelow(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
