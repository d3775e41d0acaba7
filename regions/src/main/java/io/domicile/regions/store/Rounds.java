// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Work in the background that comes again and again: at once, then whenever somebody wakes it or
/// its pause is over, until it is closed.
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(60);

    private final String name;
    private final Semaphore wake = new Semaphore(0);
    private @Nullable Thread thread;
    private volatile boolean closed;

    /// @param name of the thread
    public Rounds(String name) {
        this.name = name;
    }

    /// One round of the work. The last may come after the end was asked for; see [#isClosed].
    @FunctionalInterface
    public interface Round {

        /// @return the longest pause until the next
        Duration run() throws InterruptedException;
    }

    /// Begins. A constructor calls it last: the work sees all that was assigned before.
    public synchronized void start(Round round) {
        thread = Thread.ofPlatform().name(name).start(() -> repeat(round));
    }

    /// Says that there is something to do.
    public void wake() {
        wake.release();
    }

    /// Whether the end was asked for.
    public boolean isClosed() {
        return closed;
    }

    /// Waits until it is woken or closed, at most so long.
    ///
    /// @return whether it was woken
    public boolean pause(Duration longest) throws InterruptedException {
        if (!closed && wake.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
            return true;
        }
        return false;
    }

    /// Ends after the round at hand, and waits for it.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warnf("interrupted while %s ended", name);
        }
    }

    private void join() throws InterruptedException {
        var started = started();
        if (started != null) {
            started.join();
        }
    }

    private synchronized @Nullable Thread started() {
        return thread;
    }

    private void repeat(Round round) {
        try {
            var longest = attempt(round);
            while (!closed) {
                pause(longest);
                longest = attempt(round);
            }
        } catch (InterruptedException e) {
            LOG.warnf("%s is interrupted and ends", name);
        }
    }

    /// A failure that nobody thought of does not end the work for good.
    private Duration attempt(Round round) throws InterruptedException {
        try {
            return round.run();
        } catch (RuntimeException e) {
            LOG.errorf("%s failed and will try again: %s", name, Faults.describe(e));
            return AFTER_FAILURE;
        }
    }
}
