// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.domicile.bench.Comparison.Times;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `./domicile bench`: runs the benchmarks and prints what they compare.
public final class Bench {

    private static final Set<String> OPTIONS = Set.of("--short", "--json");

    private Bench() {}

    /// Runs all benchmarks. Exit status 0 when every goal is met, 1 when one is not, 2 for unknown
    /// options.
    ///
    /// @param args `--short` for about two minutes, `--json` for machines
    public static void main(String[] args) throws RunnerException {
        var options = List.of(args);
        if (!OPTIONS.containsAll(options)) {
            System.err.println("usage: ./domicile bench [--short] [--json]");
            System.exit(2);
        }
        boolean json = options.contains("--json");
        boolean brief = options.contains("--short");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        var pipeline = new ArrayList<>(PipelineBenchmark.run(brief));
        pipeline.addAll(ProxyBenchmark.run(brief));
        var comparisons = new ArrayList<>(compare(run(brief, !json)));
        VerifyBenchmark.run(brief).ifPresent(comparisons::add);
        print(comparisons, pipeline, load, json);
        var all = Stream.concat(pipeline.stream(), comparisons.stream());
        System.exit(all.allMatch(Measured::isMet) ? 0 : 1);
    }

    private static Collection<RunResult> run(boolean brief, boolean progress)
            throws RunnerException {
        var settings =
                new OptionsBuilder()
                        .include(DecisionBenchmark.class.getName())
                        .include(SealBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(brief ? 2 : 5)
                        .measurementIterations(brief ? 3 : 10)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementTime(TimeValue.seconds(2))
                        .jvmArgsAppend(
                                "-D"
                                        + DecisionBenchmark.OPA
                                        + "="
                                        + System.getProperty(DecisionBenchmark.OPA),
                                "--sun-misc-unsafe-memory-access=allow")
                        .verbosity(progress ? VerboseMode.NORMAL : VerboseMode.SILENT)
                        .build();
        return new Runner(settings).run();
    }

    private static List<Comparison> compare(Collection<RunResult> results) {
        var rest = times(results, "overRest");
        return List.of(
                new Comparison("decision from memory", 100, times(results, "fromMemory"), rest),
                new Comparison("decision in process", 5, times(results, "inProcess"), rest),
                seal(results, "seal 1 KiB, AES-256-GCM", "sealAes", "rawAes"),
                seal(results, "seal 1 KiB, SM4-GCM", "sealSm4", "rawSm4"));
    }

    /// A seal beside the algorithm alone, which it cannot beat.
    private static Comparison seal(
            Collection<RunResult> results, String name, String seal, String raw) {
        return new Comparison(name, 0.8, times(results, seal), times(results, raw));
    }

    private static Times times(Collection<RunResult> results, String benchmark) {
        var statistics =
                results.stream()
                        .map(RunResult::getPrimaryResult)
                        .filter(result -> result.getLabel().equals(benchmark))
                        .findFirst()
                        .orElseThrow()
                        .getStatistics();
        return new Times(statistics.getPercentile(50) / 1000, statistics.getPercentile(99) / 1000);
    }

    private static void print(
            List<Comparison> comparisons, List<Measured> pipeline, double load, boolean json) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (json) {
            var report = new ObjectMapper().createObjectNode();
            report.putObject("machine").put("cores", cores).put("load", load);
            var results = report.putArray("results");
            comparisons.forEach(comparison -> results.add(comparison.json()));
            pipeline.forEach(result -> results.add(result.json()));
            System.out.println(report);
            return;
        }
        System.out.println();
        System.out.println(Comparison.header());
        comparisons.forEach(comparison -> System.out.println(comparison.line()));
        System.out.println();
        System.out.println(Rate.header());
        pipeline.forEach(result -> System.out.println(result.line()));
        System.out.printf(
                "%nload %.2f on %d cores before the run%s%n", load, cores, calm(load, cores));
    }

    private static String calm(double load, int cores) {
        return load > 0.5 * cores ? ": not calm, these figures tell little" : "";
    }
}
