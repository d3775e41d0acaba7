// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One thing measured beside another in the same run.
///
/// @param name what was measured
/// @param goal how many times faster than the other ours should be
/// @param ours what ours took
/// @param theirs what the other took
record Comparison(String name, double goal, Times ours, Times theirs) implements Measured {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// Percentiles of one operation's time in microseconds.
    record Times(double p50, double p99) {}

    /// How many times faster ours is, by the medians.
    double ratio() {
        return theirs.p50 / ours.p50;
    }

    @Override
    public boolean isMet() {
        return ratio() >= goal;
    }

    /// `{"name","ratio","goal","unit","ours":{"p50","p99"},"theirs":{"p50","p99"}}`.
    @Override
    public ObjectNode json() {
        var json = MAPPER.createObjectNode();
        json.put("name", name)
                .put("ratio", Measured.rounded(ratio()))
                .put("goal", goal)
                .put("unit", "us");
        times(json.putObject("ours"), ours);
        times(json.putObject("theirs"), theirs);
        return json;
    }

    /// One line of the table.
    @Override
    public String line() {
        return "%-30s %10.2f %10.2f %12.2f %12.2f %9.2f %6.1f  %s"
                .formatted(
                        name,
                        ours.p50,
                        ours.p99,
                        theirs.p50,
                        theirs.p99,
                        ratio(),
                        goal,
                        isMet() ? "met" : "not met");
    }

    /// The line above the table.
    static String header() {
        return "%-30s %10s %10s %12s %12s %9s %6s"
                .formatted("microseconds", "p50", "p99", "their p50", "their p99", "ratio", "goal");
    }

    private static void times(ObjectNode json, Times times) {
        json.put("p50", Measured.rounded(times.p50)).put("p99", Measured.rounded(times.p99));
    }
}
