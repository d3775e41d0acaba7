// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs of others that tests run.
final class Tool {
    /// How a program ended.
    ///
    /// @param output what it wrote, to both its outputs
    /// @param seconds how long it ran
    record Outcome(int status, String output, double seconds) {}

    private Tool() {}

    /// Finds a program: where `DOMICILE_<NAME>` or `-Ddomicile.<name>` says, else in the launcher's
    /// cache, else on the PATH. The test is left out if it is nowhere.
    static Path find(String name, String what) {
        var variable =
                System.getenv().getOrDefault("DOMICILE_" + name.toUpperCase(Locale.ROOT), "");
        var named = Stream.of(variable, System.getProperty("domicile." + name, ""));
        var cached = cached(name);
        var onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        // the system's fsck checks file systems
                        .filter(folder -> !folder.endsWith("/sbin"))
                        .map(folder -> folder + "/" + name);
        var found =
                Stream.of(named, cached, onPath)
                        .flatMap(places -> places)
                        .filter(place -> !place.isBlank())
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                found.isPresent(),
                "left out: %s is not installed; name it with -Ddomicile.%s".formatted(what, name));
        return found.orElseThrow();
    }

    /// What the launcher installed, by its name and version.
    private static Stream<String> cached(String name) {
        var folder = Path.of(System.getProperty("user.home"), ".cache/domicile/bin");
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith(name + "-v"))
                    .map(Path::toString)
                    .sorted()
                    .toList()
                    .stream();
        } catch (NoSuchFileException _) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a program to its end.
    static Outcome run(Path folder, List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("domicile-tool", ".out");
        var begin = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertTrue(
                    process.waitFor(600, TimeUnit.SECONDS), command.getFirst() + " does not end");
            var seconds = (System.nanoTime() - begin) / 1e9;
            return new Outcome(process.exitValue(), Files.readString(output), seconds);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
