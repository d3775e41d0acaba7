// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// Gets a file from a gateway, and goes on where it broke off: by itself, and after the program was
/// stopped. What is there of it is in `<file>.part`, and which it is in `<file>.part.tag`.
///
/// @param path what to get
/// @param out where it goes once it is whole
record Download(GatewayCall gateway, String path, Path out, ProgressBar bar) {

    /// How often it is tried again without a byte more.
    private static final int ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String HELP = "./domicile help export";
    private static final int BUFFER = 1 << 16;
    private static final long MEBIBYTE = 1 << 20;

    /// @throws Stopped if it cannot be had
    void run() {
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            int vain = 0;
            while (true) {
                long before = size();
                try {
                    receive(http.send(request(), BodyHandlers.ofInputStream()));
                    Files.move(part(), out, StandardCopyOption.REPLACE_EXISTING);
                    Files.deleteIfExists(tag());
                    return;
                } catch (IOException e) {
                    vain = size() > before ? 0 : vain + 1;
                    boolean nobody = e instanceof ConnectException && size() == 0;
                    if (vain == ATTEMPTS || nobody) {
                        throw broken(e);
                    }
                    Thread.sleep(PAUSE.multipliedBy(vain));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Main.UNAVAILABLE, "interrupted", HELP);
        } finally {
            bar.clear();
        }
    }

    private HttpRequest request() throws IOException {
        var request = gateway.request(path).timeout(PATIENCE);
        long size = size();
        var tag = known();
        if (size > 0 && tag.isPresent()) {
            request.header("Range", "bytes=" + size + "-").header("If-Range", tag.get());
        }
        return request.build();
    }

    private void receive(HttpResponse<InputStream> answer) throws IOException {
        try (var body = answer.body()) {
            switch (answer.statusCode()) {
                case 200 -> {
                    var tag = answer.headers().firstValue("ETag").orElse("");
                    Files.deleteIfExists(part());
                    Files.writeString(tag(), path + "\n" + tag);
                    append(body, answer);
                }
                case 206 -> append(body, answer);
                // All of it is there, and only its renaming was missed.
                case 416 -> {}
                case 503 -> throw new IOException(detail(body));
                default -> throw refused(answer.statusCode(), detail(body));
            }
        }
    }

    private void append(InputStream body, HttpResponse<?> answer) throws IOException {
        long done = size();
        var about = answer.headers().firstValueAsLong("Domicile-Length-About").orElse(0);
        var buffer = new byte[BUFFER];
        try (var file =
                Files.newOutputStream(
                        part(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                file.write(buffer, 0, count);
                done += count;
                bar.draw(done / MEBIBYTE, Math.max(about, done) / MEBIBYTE, "MiB");
            }
        }
    }

    /// The tag of what is there, if it is of the same call.
    private Optional<String> known() throws IOException {
        if (!Files.exists(tag())) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(tag());
        return lines.size() == 2 && lines.getFirst().equals(path)
                ? Optional.of(lines.getLast())
                : Optional.empty();
    }

    private long size() {
        try {
            return Files.exists(part()) ? Files.size(part()) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path part() {
        return out.resolveSibling(out.getFileName() + ".part");
    }

    private Path tag() {
        return out.resolveSibling(out.getFileName() + ".part.tag");
    }

    private Stopped broken(IOException cause) {
        var why = cause.getMessage();
        var missing = cause instanceof ConnectException || why == null ? "no gateway answers" : why;
        return new Stopped(
                Main.UNAVAILABLE,
                size() == 0
                        ? missing
                        : "the download broke off (%s); the same command goes on with it"
                                .formatted(missing),
                size() == 0 ? "./domicile serve" : HELP);
    }

    private static Stopped refused(int status, String detail) {
        return switch (status) {
            case 451 -> new Stopped(1, detail, "./domicile policy explain FACTS.json");
            case 401, 403 ->
                    new Stopped(
                            Main.USAGE,
                            detail,
                            "./domicile token --role operator --tenant operator");
            default -> new Stopped(status < 500 ? Main.USAGE : Main.UNAVAILABLE, detail, HELP);
        };
    }

    private static String detail(InputStream body) throws IOException {
        try {
            JsonNode problem = Json.MAPPER.readTree(body);
            return problem.path("detail").asText("what answers there is no gateway");
        } catch (JsonProcessingException _) {
            return "what answers there is no gateway";
        }
    }
}
