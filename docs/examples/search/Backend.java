// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A destination search of an AI provider: answers what is near the place that it was told.
final class Backend {

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
            var asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println("got " + asked);
            var bytes =
                    "{\"destinations\":[{\"name\":\"Fast charger\",\"minutes\":7}]}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
