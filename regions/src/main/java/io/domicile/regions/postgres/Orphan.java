// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a killed gateway left behind: a server that still runs on the data, or only its pid file.
///
/// @param data the cluster's data folder
/// @param pidFile the file in it that names the server's process
record Orphan(Path data, Path pidFile) {

    private static final long PATIENCE_SECONDS = 30;

    /// Stops the server, if the number is still that of a server on this data, and sees that the
    /// pid file goes.
    void remove() throws IOException {
        var server = server();
        if (server.isPresent()) {
            stop(server.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private Optional<ProcessHandle> server() throws IOException {
        String pid;
        try (var lines = Files.lines(pidFile)) {
            pid = lines.findFirst().orElse("");
        }
        return pid.matches("\\d+")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(this::servesData)
                : Optional.empty();
    }

    /// A server's working folder is its data folder. Where the system hides that, a PostgreSQL
    /// server counts as one on this data: two of them on the same data would destroy it.
    private boolean servesData(ProcessHandle process) {
        var folder = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSameFile(folder, data);
        } catch (IOException hidden) {
            return process.info().command().or(() -> process.info().commandLine()).stream()
                    .anyMatch(command -> command.contains("postgres"));
        }
    }

    /// Its clients died with the gateway, so the polite signal is enough; a server that hangs is
    /// killed, which its write-ahead log makes up for.
    private static void stop(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            server.destroyForcibly();
            server.onExit().join();
        } catch (ExecutionException e) {
            throw new PostgresFailed("a server that was left behind does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailed("interrupted while a server that was left behind stopped", e);
        }
    }
}
