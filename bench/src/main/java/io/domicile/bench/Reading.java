// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One figure beside its goal.
///
/// @param name what was measured
/// @param unit of value and goal
/// @param atMost whether the goal is the most that it may be, or else the least
record Reading(String name, String unit, double value, double goal, boolean atMost)
        implements Measured {

    @Override
    public boolean isMet() {
        return atMost ? value <= goal : value >= goal;
    }

    /// `{"name","value","goal","unit"}`.
    @Override
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("value", Measured.rounded(value))
                .put("goal", goal)
                .put("unit", unit);
    }

    @Override
    public String line() {
        return "%-52s %12.0f %12s %9s %6.0f  %s"
                .formatted(name, value, unit, atMost ? "at most" : "at least", goal, met());
    }

    private String met() {
        return isMet() ? "met" : "not met";
    }
}
