// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import io.domicile.router.config.DomicileConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Posts alarms to the address in the settings: again while they are not taken, few at a time, and
/// never in the way of a call.
@Singleton
final class Webhook {

    private static final int MOST_WAITING = 100;
    private static final int ATTEMPTS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Optional<URI> address;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Counter lost;

    Webhook(DomicileConfig config, MeterRegistry meters) {
        this.address = config.canaries().webhook();
        this.lost = meters.counter("domicile.alarms.lost");
    }

    /// Posts the alarm soon, if there is an address.
    ///
    /// @param json the alarm
    void post(String json) {
        if (address.isEmpty()) {
            return;
        }
        if (!places.tryAcquire()) {
            lost.increment();
            return;
        }
        var request =
                HttpRequest.newBuilder(address.get())
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        var unused = attempt(request, 1).whenComplete((_, _) -> places.release());
    }

    private CompletableFuture<Boolean> attempt(HttpRequest request, int number) {
        return http.sendAsync(request, BodyHandlers.discarding())
                .handle((answer, thrown) -> thrown == null && answer.statusCode() < 300)
                .thenCompose(taken ->
                        taken ? CompletableFuture.completedFuture(true) : later(request, number));
    }

    private CompletableFuture<Boolean> later(HttpRequest request, int number) {
        if (number == ATTEMPTS) {
            lost.increment();
            return CompletableFuture.completedFuture(false);
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << (number - 1));
        var then = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> attempt(request, number + 1), then)
                .thenCompose(Function.identity());
    }
}
