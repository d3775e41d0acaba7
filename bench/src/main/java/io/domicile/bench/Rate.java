// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// How much was done in a second beside something else in the same run.
///
/// @param name what was measured
/// @param goal how many times as much as the other ours should be
/// @param ours records a second
/// @param theirs records a second of the other
record Rate(String name, double goal, double ours, double theirs) implements Measured {

    /// How many times as much as the other ours is.
    double ratio() {
        return ours / theirs;
    }

    @Override
    public boolean isMet() {
        return ratio() >= goal;
    }

    /// `{"name","ratio","goal","unit","ours":{"rate"},"theirs":{"rate"}}`.
    @Override
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("ratio", Measured.rounded(ratio())).put("goal", goal);
        json.put("unit", "1/s");
        json.putObject("ours").put("rate", Measured.rounded(ours));
        json.putObject("theirs").put("rate", Measured.rounded(theirs));
        return json;
    }

    @Override
    public String line() {
        return "%-52s %12.0f %12.0f %9.2f %6.1f  %s"
                .formatted(name, ours, theirs, ratio(), goal, isMet() ? "met" : "not met");
    }

    /// The line above the table.
    static String header() {
        return "%-52s %12s %12s %9s %6s".formatted("a second", "ours", "theirs", "ratio", "goal");
    }
}
