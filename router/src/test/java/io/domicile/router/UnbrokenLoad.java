// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Eight callers that store a record and read it, without a pause, and go on at the next gateway
/// when theirs is killed. Every answer they get must be the right one.
final class UnbrokenLoad implements AutoCloseable {

    private static final int CALLERS = 8;

    private final int subjects;
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile Gateway gateway;
    private volatile boolean stopped;

    /// When an answer was there, as [System#nanoTime], and how long it took.
    private record Answer(long at, long nanos) {}

    /// What callers saw in a while.
    record Served(Duration time, List<Long> nanos) {

        double perSecond() {
            return nanos.size() * 1e9 / time.toNanos();
        }

        /// Not a number where nothing was answered.
        double milliseconds(double quantile) {
            return nanos.isEmpty()
                    ? Double.NaN
                    : nanos.get((int) (quantile * (nanos.size() - 1))) / 1e6;
        }

        @Override
        public String toString() {
            return "%d answers in %.1f s, %.0f/s, p50 %.1f ms, p99 %.1f ms"
                    .formatted(
                            nanos.size(),
                            time.toNanos() / 1e9,
                            perSecond(),
                            milliseconds(0.5),
                            milliseconds(0.99));
        }
    }

    /// Begins.
    ///
    /// @param subjects the records are those of the subjects `u-0` up to this one
    UnbrokenLoad(Gateway gateway, int subjects) {
        this.gateway = gateway;
        this.subjects = subjects;
        for (int i = 0; i < CALLERS; i++) {
            running.add(callers.submit(this::call));
        }
    }

    /// The record of a subject.
    static String record(int subject, String text) {
        return Examples.GERMAN_TEXT.replace("u-1842", "u-" + subject).replace("Hallo", text);
    }

    /// Where to go on.
    void switchTo(Gateway another) {
        gateway = another;
    }

    /// Waits for so many answers more.
    void await(int more) {
        long goal = answers.size() + (long) more;
        while (answers.size() < goal && !stopped) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// What was answered in a while.
    ///
    /// @param from as [System#nanoTime]
    Served between(long from, long to) {
        var nanos =
                answers.stream()
                        .filter(answer -> answer.at - from >= 0 && answer.at - to < 0)
                        .map(Answer::nanos)
                        .sorted()
                        .toList();
        return new Served(Duration.ofNanos(to - from), nanos);
    }

    /// Stops.
    ///
    /// @return the texts of the records that were acknowledged, by their ids
    /// @throws java.util.concurrent.ExecutionException if a caller got a wrong answer
    Map<String, String> stop() throws Exception {
        stopped = true;
        for (var caller : running) {
            caller.get();
        }
        return Map.copyOf(acknowledged);
    }

    private Void call() throws Exception {
        try {
            while (!stopped) {
                var at = gateway;
                try {
                    storeAndRead(at);
                } catch (IOException gone) {
                    while (at == gateway && !stopped) {
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                }
            }
        } finally {
            stopped = true;
        }
        return null;
    }

    private void storeAndRead(Gateway at) throws Exception {
        int n = next.getAndIncrement();
        var text = "meanwhile " + n;
        long sent = System.nanoTime();
        var stored = at.post("/v1/records", record(n % subjects, text));
        done(sent);
        assertEquals(201, stored.statusCode(), stored.body());
        var id = Json.MAPPER.readTree(stored.body()).get("id").textValue();
        acknowledged.put(id, text);
        sent = System.nanoTime();
        var read = at.get("/v1/records/" + id, "Purpose", "navigation");
        done(sent);
        assertEquals(200, read.statusCode(), read.body());
    }

    private void done(long sent) {
        long now = System.nanoTime();
        answers.add(new Answer(now, now - sent));
    }

    @Override
    public void close() {
        stopped = true;
        callers.close();
    }
}
