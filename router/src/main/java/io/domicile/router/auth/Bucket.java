// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

/// A token bucket, kept as the one moment at which it would be full again.
final class Bucket {

    private final long step;
    private final long depth;
    private long full;
    private long told = Long.MIN_VALUE;

    /// @param rate tokens that come back each second, at least 1
    /// @param burst how many it holds
    /// @param now [System#nanoTime]
    Bucket(int rate, int burst, long now) {
        this.step = 1_000_000_000L / rate;
        this.depth = step * burst;
        this.full = now;
    }

    /// Takes a token, if there is one.
    synchronized boolean take(long now) {
        long after = (full - now > 0 ? full : now) + step;
        if (after - now > depth) {
            return false;
        }
        full = after;
        return true;
    }

    /// Whether nobody asked in this minute yet.
    synchronized boolean isFirstIn(long minute) {
        boolean first = told != minute;
        told = minute;
        return first;
    }
}
