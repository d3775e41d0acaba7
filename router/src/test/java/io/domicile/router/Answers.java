// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What callers were answered in a while, and how long that took. Used by one thread until it has
/// ended.
final class Answers {

    private final long start = System.nanoTime();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final List<Long> nanos = new ArrayList<>();
    private long end;

    /// @param status an HTTP status, or what went wrong
    void add(String status, long took) {
        statuses.merge(status, 1, Integer::sum);
        nanos.add(took);
    }

    Answers ended() {
        end = System.nanoTime();
        Collections.sort(nanos);
        return this;
    }

    int count() {
        return nanos.size();
    }

    /// How often each status was answered.
    Map<String, Integer> statuses() {
        return Map.copyOf(statuses);
    }

    double perSecond() {
        return count() * 1e9 / (end - start);
    }

    double milliseconds(double quantile) {
        return nanos.get((int) (quantile * (nanos.size() - 1))) / 1e6;
    }

    @Override
    public String toString() {
        return "%d answers %s, %.0f/s, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms"
                .formatted(
                        count(),
                        statuses,
                        perSecond(),
                        milliseconds(0.5),
                        milliseconds(0.99),
                        milliseconds(0.999));
    }
}
