// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a killed gateway left behind: a server that still runs on the data, or only its pid file.
///
/// @param data the cluster's data folder, in which `postmaster.pid` exists
record Orphan(Path data) {

    /// Stops the server, or deletes a pid file whose number is by now another process's or
    /// nobody's.
    void remove(Runnable stop) throws IOException {
        if (isRunning()) {
            stop.run();
        } else {
            Files.deleteIfExists(pidFile());
        }
    }

    private boolean isRunning() throws IOException {
        try (var lines = Files.lines(pidFile())) {
            var pid = lines.findFirst().orElse("");
            return pid.matches("\\d+")
                    && ProcessHandle.of(Long.parseLong(pid)).isPresent()
                    && worksIn(Path.of("/proc", pid, "cwd"));
        }
    }

    /// A postmaster's working folder is its data folder.
    private boolean worksIn(Path link) throws IOException {
        return Files.exists(link) && Files.isSameFile(link, data);
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }
}
