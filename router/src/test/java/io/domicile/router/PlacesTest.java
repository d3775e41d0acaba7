// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final Places places = new Places(1);
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private int port;

    /// A server whose answers never end.
    @BeforeEach
    void start() {
        var router = Router.router(vertx);
        router.get()
                .handler(call -> {
                    // the last one added is called first
                    call.addEndHandler(_ -> events.add("ended"));
                    var _ = places.take(call);
                    call.response().setChunked(true).write("a beginning");
                    events.add("begun");
                });
        port =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_place_is_given_back_once() {
        // given
        var first = places.take();
        assertThrows(ProblemException.class, places::take);

        // when
        first.close();
        first.close();

        // then
        try (var _ = places.take()) {
            var full = assertThrows(ProblemException.class, places::take);
            assertEquals(Fault.UNAVAILABLE, full.problem().fault());
        }
    }

    @Test
    void who_goes_away_gives_its_place_back() throws Exception {
        // given
        try (var caller = new Socket("localhost", port)) {
            ask(caller);
            assertEquals("begun", events.poll(30, TimeUnit.SECONDS));
            assertThrows(ProblemException.class, places::take);
        }

        // when
        assertEquals("ended", events.poll(30, TimeUnit.SECONDS));

        // then
        places.take().close();
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
    }
}
