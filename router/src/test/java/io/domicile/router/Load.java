// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Eight callers that ask without a pause until they are stopped.
public final class Load implements AutoCloseable {

    private static final int CALLERS = 8;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /// One request and its answer.
    ///
    /// @param n the number that its body was made of
    /// @param at when it was sent, and `answered` when the answer was there, as [System#nanoTime]
    public record Sent(int n, long at, long answered, int status, String body) {}

    /// Begins.
    ///
    /// @param bodies the body of a caller's n-th request
    public Load(String tenant, String path, IntFunction<String> bodies) {
        this(tenant, RestAssured.port, path, bodies);
    }

    /// Begins at another port than the API's.
    public Load(String tenant, int port, String path, IntFunction<String> bodies) {
        var token =
                DevelopmentKey.in(Api.home())
                        .token(Roles.SERVICE, tenant, "in-region", Duration.ofHours(1));
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json");
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            running.add(callers.submit(() -> call(request.copy(), caller, bodies)));
        }
    }

    /// Waits until so many more requests have an answer with this status.
    public void await(int status, int more) {
        long goal = count(status) + more;
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (count(status) < goal) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("too few answers with status " + status);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Stops, and tells what was answered.
    public List<Sent> stop() throws InterruptedException, ExecutionException {
        stopped = true;
        for (var caller : running) {
            caller.get();
        }
        return List.copyOf(sent);
    }

    private long count(int status) {
        return sent.stream().filter(one -> one.status() == status).count();
    }

    private @Nullable Void call(HttpRequest.Builder request, int caller, IntFunction<String> bodies)
            throws Exception {
        for (int n = caller; !stopped; n += CALLERS) {
            var body = BodyPublishers.ofString(bodies.apply(n));
            long at = System.nanoTime();
            var answer = client.send(request.POST(body).build(), BodyHandlers.ofString());
            sent.add(new Sent(n, at, System.nanoTime(), answer.statusCode(), answer.body()));
        }
        return null;
    }

    @Override
    public void close() {
        stopped = true;
        callers.close();
        client.close();
    }
}
