// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.restassured.RestAssured;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call with lines that can be sent while results come.
final class LineCall implements AutoCloseable {

    private static final int PATIENCE_S = 60;
    private static final String END = "";

    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));

    private final HttpClient client =
            VERTX.createHttpClient(new HttpClientOptions().setReceiveBufferSize(64 << 10));
    private final LinkedBlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpClientResponse> response = new CompletableFuture<>();
    private final HttpClientRequest request;

    /// @param reads whether results are read from the beginning
    LineCall(String tenant, boolean reads) throws Exception {
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", tenant, "in-region", Duration.ofHours(1));
        request =
                await(
                        client.request(
                                HttpMethod.POST, RestAssured.port, "localhost", "/v1/records"));
        request.putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/x-ndjson")
                .setChunked(true);
        request.exceptionHandler(response::completeExceptionally);
        request.response()
                .onFailure(response::completeExceptionally)
                .onSuccess(answer -> {
                    var parser = RecordParser.newDelimited("\n", answer);
                    parser.endHandler(_ -> results.add(END));
                    parser.exceptionHandler(_ -> results.add(END));
                    parser.handler(line -> results.add(line.toString()));
                    if (!reads) {
                        answer.pause();
                    }
                    response.complete(answer);
                });
    }

    /// Sends text; completes when it is in the hands of the network.
    CompletableFuture<Void> send(String text) {
        return request.write(text).toCompletionStage().toCompletableFuture();
    }

    void finish() throws Exception {
        await(request.end());
    }

    int status() throws Exception {
        return response.get(PATIENCE_S, TimeUnit.SECONDS).statusCode();
    }

    /// The next result.
    JsonNode next() throws InterruptedException, IOException {
        var line = poll();
        if (line.equals(END)) {
            throw new AssertionError("there is no further result");
        }
        return Json.MAPPER.readTree(line);
    }

    boolean hasResult() {
        return !results.isEmpty();
    }

    boolean isOver() throws InterruptedException {
        return poll().equals(END);
    }

    /// Begins to read the results.
    void read() throws Exception {
        response.get(PATIENCE_S, TimeUnit.SECONDS).resume();
    }

    /// Goes away in the middle of whatever is.
    void drop() throws Exception {
        await(request.connection().close());
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
    }

    private String poll() throws InterruptedException {
        var line = results.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no result within " + PATIENCE_S + " s");
        }
        return line;
    }

    private static <T> T await(Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }
}
