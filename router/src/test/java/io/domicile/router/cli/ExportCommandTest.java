// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ExportCommandTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void it_fetches_an_archive_and_says_what_it_is_of() throws IOException {
        // given
        var file = folder.resolve("nl.zip");

        // when
        var ended = export(gateway(), Roles.OPERATOR, "in-region", "nl", file, "--json");

        // then
        assertEquals(0, ended.status(), ended.err());
        var json = Json.MAPPER.readTree(ended.out());
        assertEquals(Files.size(file), json.path("bytes").asLong());
        assertEquals("nl", json.path("region").asText());
        assertEquals("", ended.err(), "no progress where nobody looks");
        assertEquals(List.of("nl.zip"), files());
    }

    @Test
    void what_is_no_file_is_not_replaced() throws IOException {
        // given
        var target = Files.createDirectory(folder.resolve("target"));

        // when
        var ended = export(gateway(), Roles.OPERATOR, "in-region", "nl", target);

        // then
        assertEquals(2, ended.status(), ended.err());
        assertTrue(ended.err().contains("--out takes a file"), ended.err());
        assertTrue(Files.isDirectory(target));
    }

    @Test
    void a_connection_that_breaks_is_no_reason_to_begin_again() throws IOException {
        // given
        var file = folder.resolve("nl.zip");
        try (var breaking = new Breaking(20_000)) {
            // when
            var ended =
                    export(breaking.address(), Roles.OPERATOR, "in-region", "nl", file, "--json");

            // then
            assertEquals(0, ended.status(), ended.err());
            assertEquals(2, breaking.ranges().size(), "one call, and one for the rest");
            assertEquals("bytes=20000-", breaking.ranges().getLast());
            assertArrayEquals(breaking.whole(), Files.readAllBytes(file));
        }
    }

    @Test
    void the_same_command_goes_on_with_what_an_earlier_one_left() throws IOException {
        // given
        var first = Api.as(Roles.OPERATOR, "operator", "in-region").get("/v1/audit/nl/export");
        var whole = first.asByteArray();
        var file = folder.resolve("nl.zip");
        Files.write(folder.resolve("nl.zip.part"), Arrays.copyOf(whole, 1_000));
        Files.writeString(
                folder.resolve("nl.zip.part.tag"), "/v1/audit/nl/export\n" + first.header("ETag"));

        // when
        var ended = export(gateway(), Roles.OPERATOR, "in-region", "nl", file);

        // then
        assertEquals(0, ended.status(), ended.err());
        assertArrayEquals(whole, Files.readAllBytes(file));
        assertEquals(List.of("nl.zip"), files());
    }

    @ParameterizedTest
    @CsvSource({
        "regulator, DE, cn, 1, Refused under PIPL 41, ./domicile policy explain",
        "service, in-region, nl, 2, roles, ./domicile token",
        "operator, in-region, xx, 2, no such region, ./domicile help export",
        "operator, in-region, NL, 2, --region takes two letters, ./domicile help export"
    })
    void a_no_ends_with_its_status_and_one_next_command(
            String role, String country, String region, int status, String says, String next) {
        // when
        var ended = export(gateway(), role, country, region, folder.resolve("no.zip"));

        // then
        assertEquals(status, ended.status(), ended.err());
        assertTrue(ended.err().contains(says), ended.err());
        assertTrue(ended.err().lines().toList().getLast().startsWith("Try: " + next), ended.err());
        assertFalse(Files.exists(folder.resolve("no.zip")));
    }

    @Test
    void without_a_gateway_it_ends_with_3() {
        // when
        var ended =
                export(
                        URI.create("http://127.0.0.1:1"),
                        Roles.OPERATOR,
                        "in-region",
                        "nl",
                        folder.resolve("no.zip"));

        // then
        assertEquals(3, ended.status());
        assertTrue(ended.err().contains("no gateway answers"), ended.err());
    }

    /// Passes calls on to the gateway, and breaks off the first answer.
    private static final class Breaking implements AutoCloseable {

        private final HttpServer server;
        private final List<String> ranges = new CopyOnWriteArrayList<>();
        private byte[] whole = {};

        Breaking(int after) throws IOException {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(address, 0);
            server.createContext(
                    "/",
                    exchange -> {
                        var request =
                                HttpRequest.newBuilder(gateway().resolve(exchange.getRequestURI()));
                        for (var name : List.of("Authorization", "Range", "If-Range")) {
                            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                                    .ifPresent(value -> request.header(name, value));
                        }
                        boolean first = ranges.isEmpty();
                        ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
                        try (var http = HttpClient.newHttpClient();
                                exchange) {
                            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
                            answer.headers()
                                    .firstValue("ETag")
                                    .ifPresent(
                                            tag -> exchange.getResponseHeaders().set("ETag", tag));
                            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                            whole = first ? answer.body() : whole;
                            exchange.getResponseBody()
                                    .write(answer.body(), 0, first ? after : answer.body().length);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        List<String> ranges() {
            return ranges;
        }

        byte[] whole() {
            return whole;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.endsWith(".token"))
                    .sorted()
                    .toList();
        }
    }

    private static URI gateway() {
        return URI.create("http://localhost:" + RestAssured.port);
    }

    private Ended export(
            URI gateway, String role, String country, String region, Path out, String... more) {
        var token =
                DevelopmentKey.in(Api.home()).token(role, "operator", country, Duration.ofHours(1));
        var file = folder.resolve("t.token");
        try {
            Files.writeString(file, token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var arguments =
                new ArrayList<>(
                        List.of(
                                "export",
                                "--url=" + gateway,
                                "--token-file=" + file,
                                "--region=" + region,
                                "--out=" + out));
        arguments.addAll(List.of(more));
        return Ended.of(arguments);
    }
}
