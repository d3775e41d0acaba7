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
        return pid.matches("\\d+") && worksIn(Path.of("/proc", pid, "cwd"))
                ? ProcessHandle.of(Long.parseLong(pid))
                : Optional.empty();
    }

    /// A server's working folder is its data folder.
    private boolean worksIn(Path link) throws IOException {
        return Files.exists(link) && Files.isSameFile(link, data);
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
