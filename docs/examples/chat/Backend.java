// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A chat service that knows nothing of residency: keeps what is posted to a chat, and gives it
/// back.
final class Backend {

    private static final List<String> MESSAGES = new CopyOnWriteArrayList<>();

    private Backend() {}

    /// @param args the port to listen on
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", Backend::serve);
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var posted =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
                MESSAGES.add(posted);
                System.out.println("got " + posted);
            }
            var answer = "{\"messages\":[" + String.join(",", MESSAGES) + "]}";
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
