// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A service that writes the same bytes to whoever asks, once it is let, and hangs up.
final class RawUpstream implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch let = new CountDownLatch(1);
    private final String bytes;

    RawUpstream(String bytes) throws IOException {
        this.bytes = bytes;
        threads.execute(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                var socket = server.accept();
                threads.execute(() -> answer(socket));
            }
        } catch (SocketException _) {
            let.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            if (socket.getInputStream().read(new byte[8192]) > 0) {
                asked.countDown();
                let.await();
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// From now on it answers, also whoever waits.
    RawUpstream let() {
        let.countDown();
        return this;
    }

    /// Waits until somebody has asked.
    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        let.countDown();
        threads.close();
    }
}
