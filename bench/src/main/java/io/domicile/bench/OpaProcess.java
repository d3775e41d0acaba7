// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.policies.PolicyBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// A real OPA server with our bundle, on a port of its own.
final class OpaProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private OpaProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts the server and waits until it listens.
    ///
    /// @param opa the `opa` binary
    static OpaProcess start(Path opa, PolicyBundle bundle) {
        try {
            var file = Files.createTempFile("domicile-bench", ".tar.gz");
            file.toFile().deleteOnExit();
            Files.write(file, bundle.bytes());
            int port = freePort();
            var server = new OpaProcess(run(opa, file, port), port);
            server.await();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process run(Path opa, Path bundle, int port) throws IOException {
        return new ProcessBuilder(
                        opa.toString(),
                        "run",
                        "--server",
                        "--addr=127.0.0.1:" + port,
                        "--log-level=error",
                        "--disable-telemetry",
                        "-b",
                        bundle.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void await() throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!listens()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IOException("the OPA server does not start");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public void close() {
        process.destroy();
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
