// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// A real `opa run --server` on a free loopback port, with the checked-in bundle.
record OpaServer(Process process, URI uri, PolicyRevision revision) implements AutoCloseable {

    static OpaServer start(PolicyBundle bundle) throws IOException, InterruptedException {
        return start(bundle, "--bundle", "src/main/resources/io/domicile/policies/bundle.tar.gz");
    }

    /// A server that fetches its bundle.
    static OpaServer start(PolicyBundle bundle, Path config)
            throws IOException, InterruptedException {
        return start(bundle, "--config-file", config.toString());
    }

    private static OpaServer start(PolicyBundle bundle, String option, String value)
            throws IOException, InterruptedException {
        Path opa = Opa.required("both engines on every case");
        int port = freePort();
        Process process =
                new ProcessBuilder(
                                opa.toString(),
                                "run",
                                "--server",
                                "--addr=127.0.0.1:" + port,
                                "--log-level=debug",
                                "--skip-version-check",
                                option,
                                value)
                        .redirectErrorStream(true)
                        .start();
        awaitReady(process.inputReader());
        return new OpaServer(
                process, URI.create("http://127.0.0.1:" + port + "/"), bundle.revision());
    }

    OpaPolicyEngine engine() {
        return engine(Duration.ZERO);
    }

    OpaPolicyEngine engine(Duration overlap) {
        return new OpaPolicyEngine(uri, revision, Duration.ofSeconds(20), overlap);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    // The server logs on its standard output; somebody has to read on, or it stops at a full pipe.
    private static void awaitReady(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Server initialized.")) {
                Thread.startVirtualThread(() -> log.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IllegalStateException("the OPA server did not start");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
