// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.intake.Lines.Line;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes the lines of a request while it still comes, and publishes their results in their order.
///
/// A bounded number of lines is under way at a time. While there are so many, or nobody asks for
/// the results, nothing is read from the request, so that its sender has to wait. All state belongs
/// to the event loop of the connection.
final class LineStream implements Flow.Publisher<byte[]>, Flow.Subscription {

    /// Lines under way: those of as many requests as are taken at once fill half the queue of a
    /// region's writer, which refuses what has no room there.
    private static final int MOST_UNDER_WAY = 64;

    /// Nanoseconds in which lines are begun before others have their turn on the event loop. Not a
    /// number of lines: they are of all lengths, and code that is not warm is slow.
    private static final long TURN = 5_000_000;

    private final HttpServerRequest request;
    private final Context context;
    private final Limits limits;
    private final Work work;
    private final Lines lines;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private Flow.@Nullable Subscriber<? super byte[]> subscriber;
    private long bytesUnderWay;
    private long wanted;
    private boolean fetching;
    private boolean received;
    private boolean read;
    private boolean over;
    private long silence;
    private long deadline;

    LineStream(HttpServerRequest request, Context context, Limits limits, Work work) {
        this.request = request;
        this.context = context;
        this.limits = limits;
        this.work = work;
        this.lines = new Lines(limits.longest());
    }

    /// What is taken.
    ///
    /// @param longest bytes of a line, and of all that are under way but one
    /// @param lines lines of a request
    /// @param silence milliseconds that the next bytes may take
    /// @param time milliseconds that the request may take
    record Limits(long longest, long lines, long silence, long time) {}

    /// What is done with a request's lines.
    interface Work {

        /// Takes a line.
        ///
        /// @return its result; does not fail
        CompletionStage<ObjectNode> take(Line line);

        /// Ends a request that is not read to its end.
        ///
        /// @return the last result; does not fail
        CompletionStage<ObjectNode> giveUp(long line, Problem problem);
    }

    private record UnderWay(long bytes, CompletableFuture<ObjectNode> result) {}

    @Override
    public void subscribe(Flow.Subscriber<? super byte[]> subscriber) {
        this.subscriber = subscriber;
        deadline = timer(limits.time(), "A request with lines may not take so long.");
        request.pause();
        request.handler(chunk -> {
            fetched();
            lines.add(chunk.getBytes());
            goOn();
        });
        request.endHandler(_ -> {
            fetched();
            received = true;
            goOn();
        });
        // What was sent of the last line is not the line.
        request.exceptionHandler(_ -> {
            read = true;
            goOn();
        });
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        context.runOnContext(_ -> {
            wanted += n;
            goOn();
        });
    }

    /// The caller has gone: lines that are under way go on, but their results interest nobody.
    @Override
    public void cancel() {
        context.runOnContext(_ -> end());
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(_ -> {
                woken.set(false);
                goOn();
            });
        }
    }

    private void goOn() {
        if (over) {
            return;
        }
        publish();
        begin();
        if (read && underWay.isEmpty() && !over) {
            end();
            subscriber().onComplete();
        }
    }

    private void publish() {
        if (wanted == 0) {
            return;
        }
        var results = Stream.<String>builder();
        boolean any = false;
        while (!underWay.isEmpty() && underWay.getFirst().result().isDone()) {
            var first = underWay.removeFirst();
            bytesUnderWay -= first.bytes();
            results.add(first.result().join().toString());
            any = true;
        }
        if (any) {
            wanted--;
            var text = results.build().collect(Collectors.joining("\n"));
            subscriber().onNext(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void begin() {
        long began = System.nanoTime();
        while (!read && hasRoom()) {
            var line = lines.next();
            if (line.isEmpty() && received) {
                line = lines.rest();
                read = line.isEmpty();
            }
            if (line.isEmpty()) {
                fetch();
                return;
            }
            begin(line.get());
            if (System.nanoTime() - began > TURN) {
                wake();
                return;
            }
        }
    }

    private boolean hasRoom() {
        return underWay.size() < MOST_UNDER_WAY && bytesUnderWay < limits.longest();
    }

    private void begin(Line line) {
        if (line.number() > limits.lines()) {
            giveUp(
                    line.number(),
                    Fault.BODY_TOO_LARGE,
                    "At most %d lines are taken.".formatted(limits.lines()));
            return;
        }
        long bytes = line instanceof Line.Whole(_, var text) ? text.length() : 0;
        add(bytes, work.take(line));
    }

    private void add(long bytes, CompletionStage<ObjectNode> result) {
        bytesUnderWay += bytes;
        underWay.add(new UnderWay(bytes, result.toCompletableFuture()));
        var _ = result.whenComplete((_, _) -> wake());
    }

    private void fetch() {
        if (!fetching && !read) {
            fetching = true;
            silence = timer(limits.silence(), "Send the lines without long breaks.");
            request.fetch(1);
        }
    }

    private void fetched() {
        fetching = false;
        context.owner().cancelTimer(silence);
    }

    private long timer(long delay, String detail) {
        return context.owner()
                .setTimer(
                        delay,
                        _ ->
                                context.runOnContext(_ -> {
                                    giveUp(lines.count() + 1, Fault.REQUEST_TIMEOUT, detail);
                                    goOn();
                                }));
    }

    private void giveUp(long line, Fault fault, String detail) {
        if (!read && !over) {
            read = true;
            add(0, work.giveUp(line, Problem.of(fault, detail)));
        }
    }

    private void end() {
        over = true;
        read = true;
        underWay.clear();
        Stream.of(silence, deadline).forEach(context.owner()::cancelTimer);
    }

    private Flow.Subscriber<? super byte[]> subscriber() {
        return Optional.ofNullable(subscriber).orElseThrow();
    }
}
