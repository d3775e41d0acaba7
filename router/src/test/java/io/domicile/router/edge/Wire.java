// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.domicile.router.Api;
import io.domicile.router.auth.DevelopmentKey;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection to the running gateway that sends what no client library would.
final class Wire implements AutoCloseable {

    private final Socket socket;

    Wire() throws IOException {
        socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(30_000);
    }

    /// Sends each character as one byte.
    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Whether something has come.
    boolean isAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /// All that comes until the gateway ends the connection; a reset is an end, too.
    String rest() {
        var all = new ByteArrayOutputStream();
        try {
            var in = socket.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                all.write(c);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection is open: " + all, e);
        } catch (IOException reset) {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// A header line of a service of a tenant.
    static String token(String tenant) {
        return "Authorization: Bearer "
                + DevelopmentKey.in(Api.home())
                        .token("service", tenant, "in-region", Duration.ofHours(1))
                + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
