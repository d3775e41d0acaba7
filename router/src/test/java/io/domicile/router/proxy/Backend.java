// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A service behind the proxy: keeps what reaches it, and answers what it is told to.
final class Backend implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private boolean closed;
    private volatile Map<String, String> extra = Map.of();
    private volatile Reply reply = new Reply(200, "application/json", "{}", "");

    /// What reached it.
    record Received(String method, String uri, Headers headers, String body) {

        /// All of it as text, byte by byte.
        String whole() {
            return uri + headers.entrySet() + body;
        }
    }

    /// What it answers.
    record Reply(int status, String type, String body, String encoding) {}

    Backend() throws IOException {
        this(0);
    }

    private Backend(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /// Another one where this one was.
    Backend again() throws IOException {
        return new Backend(server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            received.add(
                    new Received(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders(),
                            new String(body, StandardCharsets.ISO_8859_1)));
            var answer = reply;
            extra.forEach(exchange.getResponseHeaders()::add);
            if (!answer.type().isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", answer.type());
            }
            if (!answer.encoding().isEmpty()) {
                exchange.getResponseHeaders().add("Content-Encoding", answer.encoding());
            }
            var bytes = answer.body().getBytes(StandardCharsets.ISO_8859_1);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /// From now on it sends that header, too.
    void alsoSends(String name, String value) {
        extra = Map.of(name, value);
    }

    /// From now on it answers that.
    void answers(int status, String type, String body) {
        reply = new Reply(status, type, body, "");
    }

    void answers(Reply next) {
        reply = next;
    }

    List<Received> received() {
        return received;
    }

    /// What reached it, and then no more.
    Received only() {
        if (received.size() != 1) {
            throw new AssertionError(received.size() + " requests reached the upstream");
        }
        return received.getFirst();
    }

    void forget() {
        received.clear();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
        }
    }
}
