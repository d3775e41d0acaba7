// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ProxyProfile.class)
class SmugglingTest {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})");
    private static final int SILENCE_MS = 1500;

    @Inject ProxyServer server;

    private Backend backend;
    private String token;

    @BeforeEach
    void listen() throws IOException {
        backend = new Backend();
        token =
                DevelopmentKey.in(Api.home())
                        .token("service", "acme", "in-region", Duration.ofHours(1));
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                """
                routes:
                  - {name: open, method: "*", path: /open/**, upstream: UPSTREAM}
                """
                        .replace("UPSTREAM", backend.address()));
        server.lookAgain();
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void a_plain_request_goes_through() throws IOException {
        // when
        var answer = send("POST /open/x HTTP/1.1\nHost: h\nTOKEN\nContent-Length: 2\n\nhi");

        // then
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertEquals("hi", backend.only().body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nContent-Length: 4\nTransfer-Encoding: chunked\n\n0\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: chunked\nContent-Length: 4\n\n0\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: chunked\nTransfer-Encoding: identity\n\n0\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: identity, chunked\n\n0\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: xchunked\n\n0\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nContent-Length: 4\nContent-Length: 5\n\nabcdeSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nContent-Length: +4\n\nabcdSMUGGLED",
                "GET /open/x HTTP/1.1\nHost: h\nHost: i\nTOKEN\n\nSMUGGLED",
                "GET /open/../x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET /open/%2e%2e/x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET /open/a%2fb HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET /open//x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET /open/x;y HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET http://evil.example/open/x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET http://h/open/x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "CONNECT h:443 HTTP/1.1\nHost: h\nTOKEN\n\n",
                "TRACE /open/x HTTP/1.1\nHost: h\nTOKEN\n\n",
                "GET /open/x HTTP/1.1\nHost: h\nTOKEN\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\n\n",
                "GET /open/x HTTP/1.0\nHost: h\nTOKEN\n\n",
                "GET /open/x HTTP/1.1\nHost: h\nTOKEN\nTOKEN\n\n",
                "GET /open/x HTTP/1.1\nHost: h\n\n"
            })
    void what_could_be_read_in_two_ways_reaches_no_upstream(String request) throws IOException {
        // when
        var answer = send(request);

        // then
        var statuses = STATUS.matcher(answer).results().map(it -> it.group(1)).toList();
        assertTrue(statuses.size() <= 1, answer);
        assertFalse(statuses.stream().anyMatch(status -> !status.startsWith("4")), answer);
        assertTrue(backend.received().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: chunked\n\nzz\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nTransfer-Encoding: chunked\n\n-1\n\nSMUGGLED",
                "POST /open/x HTTP/1.1\nHost: h\nTOKEN\nContent-Length: 9\n\nabc"
            })
    void a_body_that_breaks_off_is_no_whole_request_upstream(String request) throws IOException {
        // when
        send(request);

        // then
        assertTrue(
                backend.received().stream().noneMatch(it -> it.body().contains("SMUGGLED")),
                backend.received().toString());
    }

    private String send(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.port().orElseThrow())) {
            socket.setSoTimeout(SILENCE_MS);
            var text =
                    request.replace("TOKEN", "Authorization: Bearer " + token)
                            .replace("\n", "\r\n");
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new StringBuilder();
            try {
                for (int c = socket.getInputStream().read();
                        c >= 0;
                        c = socket.getInputStream().read()) {
                    answer.append((char) c);
                }
            } catch (SocketTimeoutException _) {
                answer.append("\n(open)");
            }
            return answer.toString();
        }
    }
}
