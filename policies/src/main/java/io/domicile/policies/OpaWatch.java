// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Knows at once when an OPA server is gone: holds an idle connection open, which ends with the
/// server. Connects anew until it is back.
final class OpaWatch implements AutoCloseable {

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final String host;
    private final int port;
    private final int timeout;
    private final Thread thread;
    private volatile boolean connected;
    private volatile boolean closed;

    /// Begins to watch.
    ///
    /// @param server its URL; without a port that of the scheme
    /// @param timeout for connecting
    OpaWatch(URI server, Duration timeout) {
        this.host = server.getHost();
        this.port = server.getPort() >= 0 ? server.getPort() : defaultPort(server);
        this.timeout = Math.toIntExact(timeout.toMillis());
        this.thread = Thread.ofVirtual().name("opa-watch").start(this::run);
    }

    /// Whether the connection stands.
    boolean isConnected() {
        return connected;
    }

    @Override
    public void close() {
        closed = true;
        // Ends what a virtual thread waits for on a socket, too.
        thread.interrupt();
    }

    private static int defaultPort(URI server) {
        return "https".equals(server.getScheme()) ? 443 : 80;
    }

    private void run() {
        while (!closed) {
            watch();
            connected = false;
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void watch() {
        try (var open = new Socket()) {
            open.connect(new InetSocketAddress(host, port), timeout);
            connected = !closed;
            int unasked = open.getInputStream().read();
            while (unasked >= 0) {
                unasked = open.getInputStream().read();
            }
        } catch (IOException gone) {
            connected = false;
        }
    }
}
