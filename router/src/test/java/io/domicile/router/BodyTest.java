// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(BodyTest.Impatient.class)
public class BodyTest {

    private static final int MEGABYTE = 1 << 20;

    /// A gateway that waits two seconds for a body, and takes 20 lines within eight.
    public static final class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.intake.body-timeout", "2S",
                    "domicile.intake.lines-timeout", "8S",
                    "domicile.intake.max-lines", "20");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/records", "/v1/ingest/owntracks"})
    void a_body_without_end_is_refused_and_the_connection_closed(String path) throws Exception {
        try (var socket = connect()) {
            // given
            send(socket, head(path) + "Transfer-Encoding: chunked\r\n\r\n");
            var answer = CompletableFuture.supplyAsync(() -> answer(socket));

            // when
            var push =
                    assertThrows(
                            IOException.class,
                            () -> {
                                for (int i = 0; i < 500; i++) {
                                    send(socket, "100000\r\n" + "x".repeat(MEGABYTE) + "\r\n");
                                }
                            });

            // then
            assertTrue(answer.get().startsWith("HTTP/1.1 413 "), push.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5000000", "3000000000"})
    void a_body_that_says_it_is_too_large_is_not_waited_for(String length) throws Exception {
        // when
        var answer = answer("Content-Length: " + length + "\r\n\r\n");

        // then
        assertProblem(answer, 413, "body_too_large");
    }

    @Test
    void a_body_that_stalls_is_given_up() throws Exception {
        // when
        var answer = answer("Content-Length: 100\r\n\r\n{\"type\":");

        // then
        assertProblem(answer, 408, "request_timeout");
    }

    @Test
    void behind_a_body_that_nobody_read_the_next_request_is_answered() throws Exception {
        try (var socket = connect()) {
            // given
            int length = 4 * MEGABYTE;
            var refused =
                    head("/v1/records", "operator")
                            + "Content-Length: %d\r\n\r\n".formatted(length);

            // when
            send(socket, refused + "x".repeat(length));
            send(socket, head("/v1/records", "operator") + "Connection: close\r\n\r\n");

            // then
            var answers = answer(socket);
            assertEquals(2, answers.split("HTTP/1.1 403 ", -1).length - 1, answers);
        }
    }

    @Test
    void a_connection_whose_caller_sends_no_more_of_a_refused_body_is_closed() throws Exception {
        try (var socket = connect()) {
            // given
            var head = head("/v1/records", "operator") + "Content-Length: 3000000\r\n\r\n";

            // when
            send(socket, head + "x".repeat(MEGABYTE));

            // then
            assertProblem(answer(socket), 403, "forbidden");
        }
    }

    @Test
    void a_caller_without_bodies_is_answered_again_and_again_on_one_connection() throws Exception {
        try (var caller = HttpClient.newHttpClient()) {
            // given a path that is answered on another thread than the one that reads
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://localhost:" + RestAssured.port + "/q/metrics"))
                            .timeout(Duration.ofSeconds(10))
                            .build();

            // when
            for (int i = 0; i < 2000; i++) {
                var answer = caller.send(request, HttpResponse.BodyHandlers.discarding());

                // then
                assertEquals(200, answer.statusCode());
            }
        }
    }

    @Test
    void a_connection_stays_when_its_lines_were_read_to_their_end() throws Exception {
        try (var socket = connect()) {
            // given
            var lines = head("/v1/records").replace("application/json", "application/x-ndjson");
            send(socket, lines + "Content-Length: 3\r\n\r\n{}\n");

            // when more time has gone by than unread bodies have
            Thread.sleep(1500);
            send(socket, head("/v1/records", "operator") + "Connection: close\r\n\r\n");

            // then
            var answers = answer(socket);
            assertTrue(answers.contains("\"line\":1,"), answers);
            assertTrue(answers.contains("HTTP/1.1 403 "), answers);
        }
    }

    private static void assertProblem(String answer, int status, String code) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("\"code\":\"" + code + "\""), answer);
    }

    /// What comes back until the gateway closes the connection.
    private static String answer(String rest) throws IOException {
        try (var socket = connect()) {
            send(socket, head("/v1/records") + rest);
            return answer(socket);
        }
    }

    private static String answer(Socket socket) {
        var answer = new StringBuilder();
        try {
            var in = socket.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.append((char) c);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new IllegalStateException("the connection is open", e);
        } catch (IOException e) {
            answer.append("\n").append(e.getMessage());
        }
        return answer.toString();
    }

    private static Socket connect() throws IOException {
        var socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String path) {
        return head(path, "service");
    }

    private static String head(String path, String role) {
        var token =
                DevelopmentKey.in(Api.home()).token(role, "acme", "in-region", Duration.ofHours(1));
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        .formatted(path)
                + "Authorization: Bearer %s\r\n".formatted(token);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
