// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/// Serves a log in memory over HTTP, below `/nl/2026/`, and can be told to misbehave.
final class LogServer implements AutoCloseable {
    /// Statuses to answer next for a file, before it is served at last.
    final Map<String, List<Integer>> statuses = new ConcurrentHashMap<>();

    /// Every file that was asked for, in order.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// Whether to compress what is served, asked or not.
    volatile boolean compressed;

    private final LogReader log;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    LogServer(LogReader log) {
        this.log = log;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/nl/2026/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/nl/2026");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var name = exchange.getRequestURI().getPath().substring("/nl/2026/".length());
            asked.add(name);
            var planned = statuses.getOrDefault(name, List.of());
            if (!planned.isEmpty()) {
                statuses.put(name, planned.subList(1, planned.size()));
                exchange.sendResponseHeaders(planned.getFirst(), -1);
                return;
            }
            var body = log.read(name);
            if (body.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var bytes = compressed ? gzip(body.get()) : body.get();
            if (compressed) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
