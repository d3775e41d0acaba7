// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The clocks that a breach starts (LAW 3.1), as the law answers: the authority's deadline, and
/// those that stand in the names of obligations, for instance `WARN.24H`.
final class Clocks {

    private static final Pattern NAMED = Pattern.compile("[A-Z.]+\\.(\\d+)([HD])");

    private Clocks() {}

    /// The clocks with their ends, the soonest first.
    static ArrayNode of(Decision decision, Instant aware) {
        var hours = new TreeMap<String, Long>();
        var deadline = decision.json().path("deadline_h");
        if (deadline.isNumber()) {
            hours.put("authority", deadline.asLong());
        }
        for (var obligation : decision.obligations()) {
            var named = NAMED.matcher(obligation);
            if (named.matches()) {
                hours.put(
                        obligation,
                        Long.parseLong(named.group(1)) * (named.group(2).equals("D") ? 24 : 1));
            }
        }
        var clocks = JsonNodeFactory.instance.arrayNode();
        hours.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(clock ->
                        clocks.addObject()
                                .put("clock", clock.getKey())
                                .put("hours", clock.getValue())
                                .put(
                                        "due",
                                        aware.plus(Duration.ofHours(clock.getValue())).toString()));
        return clocks;
    }
}
