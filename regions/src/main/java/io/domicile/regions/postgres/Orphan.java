// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a pid file tells, also one that a killed gateway left behind: of a server that runs on the
/// data, or of none.
///
/// @param data the cluster's data folder
/// @param pidFile the file in it that names the server's process
record Orphan(Path data, Path pidFile) {

    private static final long PATIENCE_SECONDS = 20;

    /// Stops the server, if the number is still that of a server on this data. The pid file is
    /// PostgreSQL's, which finds out itself whether it is stale; only when the number is that of a
    /// living stranger, as it often is after a container's restart, and nothing at all works on the
    /// data, the file goes here.
    void remove() throws IOException {
        var named = named();
        var server = named.filter(this::servesData);
        if (server.isPresent()) {
            stop(server.get());
        } else if (named.isPresent() && ProcessHandle.allProcesses().noneMatch(this::servesData)) {
            Files.deleteIfExists(pidFile);
        }
    }

    /// Whether the server runs.
    boolean isThere() {
        try {
            return named().filter(this::servesData).isPresent();
        } catch (IOException noPidFile) {
            return false;
        }
    }

    private Optional<ProcessHandle> named() throws IOException {
        String pid;
        try (var lines = Files.lines(pidFile)) {
            pid = lines.findFirst().orElse("");
        }
        return pid.matches("\\d+") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
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

    /// By the signals of `pg_ctl stop`: fast, which breaks off what is open, and after a while
    /// immediate, which the write-ahead log makes up for. Sent by the gateway's own account, which
    /// may signal a server of every account.
    private static void stop(ProcessHandle server) {
        if (!ends(server, "INT") && !ends(server, "QUIT")) {
            throw new PostgresFailed(
                    "a server that was left behind does not stop: process " + server.pid());
        }
    }

    private static boolean ends(ProcessHandle server, String signal) {
        var unused =
                Commands.run(
                        Path.of("/"), List.of("kill", "-" + signal, Long.toString(server.pid())));
        try {
            server.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new PostgresFailed("a server that was left behind does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFailed("interrupted while a server that was left behind stopped", e);
        }
    }
}
