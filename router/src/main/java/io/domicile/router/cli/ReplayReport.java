// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/// What a replay found, in words.
///
/// @param report as the gateway gives it
record ReplayReport(JsonNode report) {

    /// Whether every decision was made again and is the same.
    boolean isClear() {
        return count("changed") + count("failed") + count("unverified") + count("without_facts")
                == 0;
    }

    void print(PrintWriter out) {
        var candidate = report.path("candidate");
        line(out, "candidate", text(candidate, "revision") + " " + text(candidate, "digest"));
        line(out, "from", text(report, "from"));
        line(out, "to", text(report, "to"));
        line(out, "decisions", count("entries"));
        line(out, "decided", count("decided") + " again");
        line(out, "changed", count("changed"));
        warn(out, "failed", "the candidate gives no decision");
        warn(out, "unverified", "what is kept is not what the log says; not decided again");
        warn(out, "without_facts", "nothing is kept; not decided again");
        out.println();
        report.path("by_region").forEach(region -> region(out, region));
        report.path("by_rule").forEach(rule -> rule(out, rule));
        report.path("by_member").forEach(member -> member(out, member));
        report.path("samples").forEach(sample -> sample(out, sample));
        report.path("failures").forEach(failure -> failure(out, failure));
    }

    private static void region(PrintWriter out, JsonNode region) {
        var effects =
                region.path("by_effect")
                        .valueStream()
                        .map(effect ->
                                ", %s to %s: %d"
                                        .formatted(
                                                text(effect, "from"),
                                                text(effect, "to"),
                                                effect.path("count").asLong()))
                        .collect(Collectors.joining());
        out.printf(
                "region %-12s %d of %d changed%s%n",
                text(region, "region"),
                region.path("changed").asLong(),
                region.path("entries").asLong(),
                effects);
    }

    private static void rule(PrintWriter out, JsonNode rule) {
        out.printf(
                "rule %-14s no longer: %d, newly: %d%n",
                text(rule, "rule"), rule.path("lost").asLong(), rule.path("gained").asLong());
    }

    private static void member(PrintWriter out, JsonNode member) {
        out.printf(
                "answer %-12s differs: %d%n",
                text(member, "member"), member.path("count").asLong());
    }

    private static void sample(PrintWriter out, JsonNode sample) {
        place(out, sample, "");
        out.printf("  before  %s%n", sample.path("before"));
        out.printf("  after   %s%n", sample.path("after"));
    }

    private static void failure(PrintWriter out, JsonNode failure) {
        place(out, failure, ": " + text(failure, "reason"));
    }

    private static void place(PrintWriter out, JsonNode at, String what) {
        out.printf(
                "%n%s entry %d, %s%s%n",
                text(at, "log"), at.path("index").asLong(), text(at, "query"), what);
    }

    private void warn(PrintWriter out, String name, String meaning) {
        if (count(name) > 0) {
            line(out, name, count(name) + " (" + meaning + ")");
        }
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf("%-14s %s%n", name, value);
    }

    private long count(String name) {
        return report.path(name).asLong();
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }
}
