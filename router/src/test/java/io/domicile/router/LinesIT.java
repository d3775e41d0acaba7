// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One request with more bytes of lines than the gateway has heap. With
/// `-Ddomicile.lines.megabytes=2000` it is the long run; it prints its figures.
class LinesIT {

    private static final int MEGABYTES = Integer.getInteger("domicile.lines.megabytes", 300);
    private static final int HEAP = 256;
    private static final int SAMPLE = 500;

    /// A record of some kilobytes, so that the bytes are many and the rows are not.
    private static final byte[] RECORD =
            Examples.GERMAN_TEXT
                    .replace("Hallo", "Hallo ".repeat(5000))
                    .lines()
                    .collect(joining("", "", "\n"))
                    .getBytes(US_ASCII);

    private static final int LINES = (int) (((long) MEGABYTES << 20) / RECORD.length);

    private static final Pattern HEAP_USED =
            Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",.*} (\\S+)");

    @TempDir Path folder;

    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void a_request_larger_than_the_heap_is_taken_as_it_comes() throws Exception {
        // given
        assertTrue(MEGABYTES > HEAP, "this shows something of requests larger than the heap");
        try (var gateway = Gateway.start(folder.resolve("home"), "-Xmx" + HEAP + "m");
                var socket = new Socket("127.0.0.1", gateway.uri("/").getPort());
                var sender = Executors.newVirtualThreadPerTaskExecutor()) {
            long begun = System.nanoTime();

            // when
            var sent = CompletableFuture.runAsync(() -> send(gateway, socket), sender);
            var answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            double most = 0;
            for (int line = 1; line <= LINES; line++) {
                var result = result(answer);

                // then
                assertTrue(
                        result.startsWith("{\"line\":%d,\"status\":201,".formatted(line)), result);
                most = line % SAMPLE == 0 ? Math.max(most, heap(gateway)) : most;
            }
            sent.join();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "lines: %d MB in %d lines, one request, heap of %d MB: %.1f s, %.0f lines/s,"
                            + " at most %.0f MB used, garbage too%n",
                    MEGABYTES, LINES, HEAP, seconds, LINES / seconds, most / (1 << 20));
        }
    }

    /// Sends the request to its end, each line as a chunk.
    private static void send(Gateway gateway, Socket socket) {
        try {
            var request = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            var head =
                    """
                    POST /v1/records HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Content-Type: application/x-ndjson
                    Transfer-Encoding: chunked

                    """;
            request.write(
                    head.formatted(gateway.authorization())
                            .replace("\n", "\r\n")
                            .getBytes(US_ASCII));
            var size = (Integer.toHexString(RECORD.length) + "\r\n").getBytes(US_ASCII);
            for (int i = 0; i < LINES; i++) {
                request.write(size);
                request.write(RECORD);
                request.write("\r\n".getBytes(US_ASCII));
            }
            request.write("0\r\n\r\n".getBytes(US_ASCII));
            request.flush();
        } catch (IOException e) {
            throw new AssertionError("the gateway took no more", e);
        }
    }

    /// The next line of the answer that is neither of its head nor the size of a chunk.
    private static String result(BufferedReader answer) throws IOException {
        var line = answer.readLine();
        while (line != null && !line.startsWith("{")) {
            line = answer.readLine();
        }
        return String.valueOf(line);
    }

    private static double heap(Gateway gateway) throws Exception {
        return HEAP_USED
                .matcher(gateway.get("/q/metrics").body())
                .results()
                .mapToDouble(pool -> Double.parseDouble(pool.group(1)))
                .sum();
    }
}
