// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// A packaged gateway with its proxy before a service, each on a free port, in a folder that goes
/// when it is closed.
final class ProxyGround implements AutoCloseable {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Pattern LISTENS = Pattern.compile("the proxy listens on .*:([0-9]+)");
    private static final String ROUTES =
            """
            routes:
              - name: ruled
                method: POST
                path: /ruled
                upstream: UPSTREAM
                request:
                  - {field: $.user.id, action: redact}
                  - {field: $.user.name, action: mask}
                  - {field: $.position, as: loc.point, action: coarsen}
              - {name: plain, method: POST, path: /plain, upstream: UPSTREAM}
            """;

    private final Path folder = Files.createTempDirectory("domicile-bench");
    private final HttpServer service;
    private final Process gateway;
    private final String token;
    private final int port;

    /// @param app the gateway's jar
    ProxyGround(String app) throws IOException, InterruptedException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        var body = exchange.getRequestBody().readAllBytes();
                        exchange.getResponseHeaders().add("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        service.start();
        var routes =
                Files.writeString(
                        folder.resolve("proxy.yaml"),
                        ROUTES.replace("UPSTREAM", service("").toString()));
        var issuing =
                new ProcessBuilder(command(app, "token", "--role", "service", "--tenant", "t"));
        token = lines(issuing.start()).getLast();
        var log = folder.resolve("gateway.log");
        var serving = command(app, "serve");
        serving.addAll(
                1,
                List.of(
                        "-Dquarkus.http.port=0",
                        "-Ddomicile.proxy.port=0",
                        "-Ddomicile.proxy.file=" + routes));
        gateway =
                new ProcessBuilder(serving)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        port = awaitPort(log);
    }

    private List<String> command(String app, String... words) {
        var command =
                new ArrayList<>(
                        List.of(
                                JAVA.toString(),
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dquarkus.profile=development",
                                "-Ddomicile.home=" + folder.resolve("home"),
                                "-jar",
                                app));
        command.addAll(List.of(words));
        return command;
    }

    private int awaitPort(Path log) throws IOException, InterruptedException {
        while (gateway.isAlive()) {
            var matcher = LISTENS.matcher(Files.readString(log));
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the gateway ended: " + Files.readString(log));
    }

    private static List<String> lines(Process process) throws IOException {
        try (var lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
            return lines.toList();
        }
    }

    /// An address of the service.
    URI service(String path) {
        return URI.create("http://127.0.0.1:" + service.getAddress().getPort() + path);
    }

    /// The same, through the proxy.
    URI proxy(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String token() {
        return token;
    }

    @Override
    public void close() {
        gateway.destroy();
        gateway.onExit().join();
        service.stop(0);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
