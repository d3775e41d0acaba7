// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import java.util.Locale;

/// Measures the steps of one request for `Server-Timing`. Passed from step to step, never shared.
final class Stopwatch {

    private final StringBuilder header = new StringBuilder();
    private long last = System.nanoTime();

    /// Ends a step.
    void lap(String step) {
        long now = System.nanoTime();
        if (!header.isEmpty()) {
            header.append(", ");
        }
        header.append(String.format(Locale.ROOT, "%s;dur=%.3f", step, (now - last) / 1e6));
        last = now;
    }

    /// For instance `classify;dur=0.041, policy;dur=0.012`; durations in milliseconds.
    @Override
    public String toString() {
        return header.toString();
    }
}
