// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The packaged gateway in a process of its own, as an operator runs it.
final class Gateway implements AutoCloseable {

    private static final Path APP = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int port;
    private final Process process;
    private final String token;
    private final String operator;

    private Gateway(Path home, int port, Process process, String token, String operator) {
        this.home = home;
        this.port = port;
        this.process = process;
        this.token = token;
        this.operator = operator;
    }

    /// Starts a gateway on the folder, new or used before, and waits until it is ready.
    ///
    /// @param options of its Java machine
    static Gateway start(Path home, String... options) throws Exception {
        Files.createDirectories(home);
        return start(home, token(home, "service"), token(home, "operator"), List.of(options));
    }

    /// Starts another on the same folder, which takes the same tokens.
    Gateway again() throws Exception {
        return start(home, token, operator, List.of());
    }

    private static Gateway start(Path home, String token, String operator, List<String> options)
            throws Exception {
        int port = OpaServer.freePort();
        var log = home.resolveSibling(home.getFileName() + ".log").toFile();
        var properties = new ArrayList<>(options);
        properties.add("-Dquarkus.http.port=" + port);
        var command = app(home, properties);
        command.add("serve");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        var gateway = new Gateway(home, port, process, token, operator);
        gateway.awaitReady();
        return gateway;
    }

    private static List<String> app(Path home, List<String> properties) {
        var command =
                new ArrayList<>(
                        List.of(JAVA.toString(), "-Xmx512m", "-Dquarkus.profile=development"));
        command.add("-Ddomicile.home=" + home.toAbsolutePath());
        command.addAll(properties);
        command.addAll(List.of("-jar", APP.toString()));
        return command;
    }

    private static String token(Path home, String role) throws Exception {
        var command = app(home, List.of());
        command.addAll(List.of("token", "--role", role, "--tenant", "oem-7"));
        var outcome = run(command);
        if (outcome.exit() != 0) {
            throw new IllegalStateException("no token: " + outcome.text());
        }
        var lines = outcome.text().strip().lines().toList();
        return lines.getLast();
    }

    private void awaitReady() throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the gateway stopped with status " + process.exitValue());
            }
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        throw new IllegalStateException("the gateway did not get ready in " + PATIENCE);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", authorization());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", authorization())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Asks as an operator, without a body.
    HttpResponse<String> operate(String method, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + operator)
                        .method(method, HttpRequest.BodyPublishers.noBody());
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// Runs `keys` of the command line against this gateway.
    Outcome keys(String command, String... options) throws Exception {
        var line = app(home, List.of());
        line.addAll(List.of("keys", command, "--url", uri("/").toString()));
        line.addAll(List.of(options));
        return run(line);
    }

    /// The header of a service's requests.
    String authorization() {
        return "Bearer " + token;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    long pid() {
        return process.pid();
    }

    Path home() {
        return home;
    }

    /// The folder of a region's open log.
    static Path log(Path home, String region) {
        var year = Year.now(ZoneOffset.UTC).toString();
        return home.resolve(region).resolve("log").resolve(year);
    }

    /// The size in a region's published checkpoint.
    long published(String region) throws Exception {
        var checkpoint = get("/v1/audit/" + region + "/checkpoint");
        return checkpoint.statusCode() == 200
                ? Long.parseLong(checkpoint.body().lines().skip(1).findFirst().orElseThrow())
                : 0;
    }

    /// Waits until the region's log holds that many entries.
    void awaitPublished(String region, long size) throws Exception {
        var deadline = Instant.now().plus(PATIENCE);
        while (published(region) < size) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        region + " published " + published(region) + " of " + size);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /// Kills the process as `kill -9` does; its databases live on as orphans.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        var stopped = process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            stopped.join();
        } catch (CompletionException timeout) {
            process.destroyForcibly();
            throw new IllegalStateException("the gateway did not stop", timeout);
        }
    }

    /// What a command said, both streams, and how it ended.
    record Outcome(int exit, String text) {}

    /// Runs our verifier as a regulator would.
    static Outcome verify(String log) throws Exception {
        var classes = Path.of("..", "audit", "target", "classes").toAbsolutePath().normalize();
        return run(
                List.of(
                        JAVA.toString(),
                        "-cp",
                        classes.toString(),
                        "io.domicile.audit.Verify",
                        log));
    }

    static Outcome run(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }
}
