// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets few answers be made at a time that cost much. Nobody waits for a place: whoever gets none
/// is told so.
public final class Places {

    private final int most;
    private final Semaphore free;

    /// @param most how many answers are made at a time
    public Places(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /// A place until it is closed.
    ///
    /// @throws ProblemException with status 503 if none is free
    public Place take() {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    Fault.UNAVAILABLE, "%d of these are made already. Try again.".formatted(most));
        }
        return new Place(free);
    }

    /// A place until it is closed, or the call has ended, be it without an answer.
    ///
    /// @throws ProblemException with status 503 if none is free
    public Place take(RoutingContext call) {
        var place = take();
        call.addEndHandler(_ -> place.close());
        return place;
    }

    /// A place.
    public static final class Place implements AutoCloseable {

        private final Semaphore from;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Place(Semaphore from) {
            this.from = from;
        }

        /// Gives the place back; once, however often it is called.
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                from.release();
            }
        }
    }
}
