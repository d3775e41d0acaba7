// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `opa` program of this machine, if it is there at the pinned version.
final class Opa {

    /// What a run of the program said.
    record Run(int status, String output) {}

    private Opa() {}

    /// Finds the program or skips the test that needs it.
    static Path required(String suite) throws IOException, InterruptedException {
        Optional<Path> opa = find();
        assumeTrue(
                opa.isPresent(),
                "left out: " + suite + " (no OPA " + BundleBuild.OPA_VERSION + " found)");
        return opa.orElseThrow();
    }

    static Run run(Path opa, Path directory, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(opa.toString()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static Optional<Path> find() throws IOException, InterruptedException {
        for (Path candidate : candidates()) {
            if (Files.isExecutable(candidate)
                    && run(candidate, Path.of("."), List.of("version"))
                            .output()
                            .contains("Version: " + BundleBuild.OPA_VERSION + "\n")) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getProperty("domicile.opa"))
                .map(Path::of)
                .ifPresent(candidates::add);
        Optional.ofNullable(System.getenv("DOMICILE_OPA")).map(Path::of).ifPresent(candidates::add);
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            candidates.add(Path.of(folder, "opa"));
        }
        String cache =
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .orElse(System.getProperty("user.home") + "/.cache");
        candidates.add(Path.of(cache, "domicile", "bin", "opa"));
        return candidates;
    }
}
