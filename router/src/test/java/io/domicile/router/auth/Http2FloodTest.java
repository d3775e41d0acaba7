// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// Floods of HTTP/2 frames, as attackers have sent them.
@QuarkusTest
@TestProfile(MachineCertificateTest.WithTls.class)
class Http2FloodTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int MANY = 50_000;

    /// Frames, with ever higher numbers of streams where they open some.
    private interface Flood {
        void frames(DataOutputStream out) throws IOException;
    }

    @Test
    void a_head_in_countless_pieces_ends_the_connection() throws Exception {
        assertEnded(out -> {
            frame(out, HEADERS, END_STREAM, 1, head());
            for (int i = 0; i < MANY; i++) {
                frame(out, CONTINUATION, 0, 1, new byte[0]);
            }
        });
    }

    @Test
    void a_head_without_measure_ends_the_connection() throws Exception {
        assertEnded(out -> {
            frame(out, HEADERS, END_STREAM, 1, head());
            var header = new ByteArrayOutputStream();
            header.write(new byte[] {0, 1, 'a', 127, (byte) 0xe1, 0x7c});
            header.write("b".repeat(127 + 0x61 + (0x7c << 7)).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                frame(out, CONTINUATION, 0, 1, header.toByteArray());
            }
        });
    }

    @Test
    void streams_that_are_begun_and_reset_without_end_end_the_connection() throws Exception {
        assertEnded(out -> {
            for (int stream = 1; stream < 2 * MANY; stream += 2) {
                frame(out, HEADERS, END_STREAM + END_HEADERS, stream, head());
                frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
            }
        });
    }

    @Test
    void a_head_that_is_none_ends_the_connection() throws Exception {
        assertEnded(out -> {
            frame(
                    out,
                    HEADERS,
                    END_STREAM + END_HEADERS,
                    1,
                    new byte[] {(byte) 0xff, -1, -1, -1, -1, -1});
            frame(out, DATA, 0, 1, new byte[1]);
        });
    }

    @Test
    void pings_and_settings_without_end_leave_the_gateway_to_others() throws Exception {
        // when
        try (var socket = connect()) {
            flood(
                    socket,
                    out -> {
                        for (int i = 0; i < MANY; i++) {
                            frame(out, PING, 0, 0, new byte[8]);
                            frame(out, SETTINGS, 0, 0, new byte[0]);
                        }
                    });

            // then
            assertServes();
        }
    }

    private void assertEnded(Flood flood) throws Exception {
        // when
        try (var socket = connect()) {
            flood(socket, flood);

            // then
            assertTrue(ends(socket));
        }
        assertServes();
    }

    private static void assertServes() {
        assertEquals(201, Api.post("flooded", Examples.GERMAN_TEXT).statusCode());
    }

    /// Sends until it is done or the gateway has ended the connection.
    private static void flood(SSLSocket socket, Flood flood) {
        try {
            var out =
                    new DataOutputStream(
                            new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 14));
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(out, SETTINGS, 0, 0, new byte[0]);
            flood.frames(out);
            out.flush();
        } catch (IOException ended) {
            assertTrue(socket.isConnected(), ended::getMessage);
        }
    }

    private static boolean ends(SSLSocket socket) {
        try {
            var in = socket.getInputStream();
            while (in.read() >= 0) {
                assertTrue(socket.isConnected());
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private SSLSocket connect() throws Exception {
        var gateway = MachineCertificateTest.gateway();
        var factory = MachineCertificateTest.context(Optional.empty()).getSocketFactory();
        var socket = (SSLSocket) factory.createSocket(gateway.getHost(), gateway.getPort());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        assertEquals("h2", socket.getApplicationProtocol());
        return socket;
    }

    /// `GET /` of this host.
    private static byte[] head() {
        var head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x41, 9});
        head.writeBytes("localhost".getBytes(StandardCharsets.US_ASCII));
        return head.toByteArray();
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }
}
