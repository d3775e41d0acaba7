// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// What is alive in the heap of another JVM, looked at again and again.
final class LiveHeap {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private final long process;
    private final List<Look> looks = new ArrayList<>();

    /// @param seconds since some moment
    /// @param bytes what was alive
    private record Look(double seconds, double bytes) {}

    LiveHeap(long process) {
        this.process = process;
    }

    /// Collects all garbage there, and counts what is left.
    void look() throws Exception {
        var said =
                Gateway.run(List.of(JCMD.toString(), Long.toString(process), "GC.class_histogram"));
        var total = TOTAL.matcher(said.text());
        if (!total.find()) {
            throw new IllegalStateException(said.text());
        }
        looks.add(new Look(System.nanoTime() / 1e9, Double.parseDouble(total.group(1))));
    }

    /// How it grew, by the straight line of least squares through what was seen.
    ///
    /// @param warmUp how many looks at the begin do not count
    Trend trend(int warmUp) {
        var seen = looks.subList(warmUp, looks.size());
        double time = mean(seen, Look::seconds);
        double level = mean(seen, Look::bytes);
        double spread = sum(seen, look -> square(look.seconds() - time));
        double slope = sum(seen, look -> (look.seconds() - time) * (look.bytes() - level)) / spread;
        double scatter =
                sum(seen, look -> square(look.bytes() - level - slope * (look.seconds() - time)));
        double error = Math.sqrt(scatter / (seen.size() - 2) / spread);
        double span = seen.getLast().seconds() - seen.getFirst().seconds();
        return new Trend(level, slope * span / level, error * span / level);
    }

    /// A heap over a while.
    ///
    /// @param bytes that were alive, in the mean
    /// @param growth from begin to end, as a part of these
    /// @param error its standard error
    record Trend(double bytes, double growth, double error) {

        @Override
        public String toString() {
            return "%.1f MiB alive, growth %.1f %% with a standard error of %.1f %%"
                    .formatted(bytes / (1 << 20), 100 * growth, 100 * error);
        }
    }

    private static double mean(List<Look> looks, ToDoubleFunction<Look> value) {
        return sum(looks, value) / looks.size();
    }

    private static double sum(List<Look> looks, ToDoubleFunction<Look> value) {
        return looks.stream().mapToDouble(value).sum();
    }

    private static double square(double value) {
        return value * value;
    }
}
