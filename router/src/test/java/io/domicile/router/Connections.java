// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Many connections that stay open, over which records are sent to a gateway. One thread serves all
/// of them.
final class Connections implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<HttpClient> clients = new ArrayList<>();
    private final RequestOptions request;
    private final IntFunction<String> records;
    private int next;

    /// @param records the n-th record that is sent
    Connections(Gateway gateway, int count, IntFunction<String> records) {
        this.records = records;
        this.request =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(gateway.uri("/v1/records").toString())
                        .putHeader("Authorization", gateway.authorization())
                        .putHeader("Content-Type", "application/json");
        for (int i = 0; i < count; i++) {
            clients.add(vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1)));
        }
    }

    /// Each connection sends a record as soon as the one before is answered.
    ///
    /// @return what was answered, once all is
    CompletableFuture<Answers> withoutPause(Duration time) {
        var answers = new Answers();
        var done = new CompletableFuture<Answers>();
        long end = System.nanoTime() + time.toNanos();
        vertx.runOnContext(_ -> {
            var all = clients.stream().map(client -> sendUntil(end, client, answers)).toList();
            Future.all(all).onComplete(_ -> done.complete(answers.ended()));
        });
        return done;
    }

    private Future<?> sendUntil(long end, HttpClient client, Answers answers) {
        long now = System.nanoTime();
        return now - end >= 0
                ? Future.succeededFuture()
                : send(client, now, answers).compose(_ -> sendUntil(end, client, answers));
    }

    /// Records fall due at a steady rate, on one connection after the other. How long an answer
    /// took counts from when its record was due, also where that waited for its connection.
    ///
    /// @param rate records a second
    /// @return what was answered, once all is
    CompletableFuture<Answers> steadily(double rate, Duration time) {
        var done = new CompletableFuture<Answers>();
        vertx.runOnContext(_ -> new Schedule(rate, time, done).begin());
        return done;
    }

    /// What falls due when.
    private final class Schedule {
        final double perNano;
        final long count;
        final long start = System.nanoTime();
        final Answers answers = new Answers();
        final CompletableFuture<Answers> done;
        long sent;

        Schedule(double rate, Duration time, CompletableFuture<Answers> done) {
            this.perNano = rate / TimeUnit.SECONDS.toNanos(1);
            this.count = (long) (perNano * time.toNanos());
            this.done = done;
        }

        void begin() {
            vertx.setPeriodic(1, this::sendDue);
        }

        void sendDue(long timer) {
            long due = Math.min(count, (long) ((System.nanoTime() - start) * perNano));
            for (; sent < due; sent++) {
                var client = clients.get((int) (sent % clients.size()));
                send(client, start + (long) (sent / perNano), answers).onComplete(_ -> end());
            }
            if (sent == count) {
                vertx.cancelTimer(timer);
            }
        }

        void end() {
            if (answers.count() == count) {
                done.complete(answers.ended());
            }
        }
    }

    private Future<@Nullable Void> send(HttpClient client, long due, Answers answers) {
        var record = Buffer.buffer(records.apply(next++));
        return client.request(request)
                .compose(asked -> asked.send(record))
                .compose(Connections::status)
                .otherwise(failure -> failure.getClass().getSimpleName())
                .map(status -> {
                    answers.add(status, System.nanoTime() - due);
                    return null;
                });
    }

    private static Future<String> status(HttpClientResponse answer) {
        return answer.end().map(_ -> Integer.toString(answer.statusCode()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
