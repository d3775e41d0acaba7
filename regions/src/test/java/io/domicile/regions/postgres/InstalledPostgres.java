// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The newest PostgreSQL that the machine has installed with the tools of its operators, which the
/// gateway's own is without.
public final class InstalledPostgres {

    private static final List<String> TOOLS =
            List.of("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "psql");

    private final Binaries binaries;

    private InstalledPostgres(Binaries binaries) {
        this.binaries = binaries;
    }

    /// Empty where no server with its tools is installed.
    public static Optional<InstalledPostgres> find() {
        return Stream.of("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(InstalledPostgres::versions)
                .filter(InstalledPostgres::isWhole)
                .max(Comparator.comparingInt(InstalledPostgres::version))
                .map(folder -> new InstalledPostgres(new Binaries(folder)));
    }

    /// Starts a cluster in `<home>/<region>/postgres`, as the gateway does with its own.
    public EmbeddedPostgres start(Path home, String region) {
        var place = new EmbeddedPostgres.Place(home, home, "nobody", true);
        return EmbeddedPostgres.start(place, region, binaries);
    }

    private static Stream<Path> versions(Path folder) {
        try (var versions = Files.list(folder)) {
            return versions.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhole(Path version) {
        return TOOLS.stream().allMatch(tool -> Files.isExecutable(version.resolve("bin/" + tool)));
    }

    private static int version(Path folder) {
        var digits = folder.getFileName().toString().replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /// Runs one of its tools as the superuser of a running cluster.
    ///
    /// @param cluster the cluster's folder
    /// @return what it printed
    public String run(Path cluster, String tool, String... arguments) {
        var command = new ArrayList<>(List.of(binaries.program(tool).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PGHOST", "127.0.0.1");
        environment.put("PGUSER", EmbeddedPostgres.SUPERUSER);
        try {
            var pidFile = Files.readAllLines(cluster.resolve("data/postmaster.pid"));
            environment.put("PGPORT", pidFile.get(3));
            environment.put("PGPASSWORD", Files.readString(cluster.resolve("password")).strip());
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(tool + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
