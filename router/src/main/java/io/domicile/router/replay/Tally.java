// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/// Counts what a replay finds, by rule, by member of the answer and by region.
final class Tally {

    private long distinct;
    private long decided;
    private long unverified;
    private long withoutFacts;
    private long failed;
    private final Map<String, Long> lost = new TreeMap<>();
    private final Map<String, Long> gained = new TreeMap<>();
    private final Map<String, Long> members = new TreeMap<>();
    private final Map<String, OfRegion> regions = new TreeMap<>();

    private static final class OfRegion {
        long entries;
        long changed;
        final Map<String, Map<String, Long>> effects = new TreeMap<>();
    }

    /// A region takes part, even if nothing is found there.
    void region(String region) {
        regions.computeIfAbsent(region, _ -> new OfRegion());
    }

    /// An audited decision.
    void entry(String region) {
        of(region).entries++;
    }

    void unverified() {
        unverified++;
    }

    void withoutFacts() {
        withoutFacts++;
    }

    /// The candidate was asked a question that is not remembered.
    void question() {
        distinct++;
    }

    /// What the candidate says of an entry.
    void judged(String region, Judgement judgement) {
        switch (judgement) {
            case Judgement.Same _ -> decided++;
            case Judgement.Failed _ -> failed++;
            case Judgement.Changed(var difference) -> {
                decided++;
                var counts = of(region);
                counts.changed++;
                count(
                        counts.effects.computeIfAbsent(difference.from(), _ -> new TreeMap<>()),
                        difference.to());
                difference.lost().forEach(rule -> count(lost, rule));
                difference.gained().forEach(rule -> count(gained, rule));
                difference.members().forEach(member -> count(members, member));
            }
        }
    }

    /// Writes the counts into a report.
    void writeTo(ObjectNode report) {
        report.put("entries", sum(false));
        report.put("decided", decided);
        report.put("distinct", distinct);
        report.put("unverified", unverified);
        report.put("without_facts", withoutFacts);
        report.put("changed", sum(true));
        report.put("failed", failed);
        report.set("by_rule", byRule());
        var byMember = report.putArray("by_member");
        members.forEach(
                (member, count) -> byMember.addObject().put("member", member).put("count", count));
        var byRegion = report.putArray("by_region");
        regions.forEach((region, counts) -> {
            var json = byRegion.addObject().put("region", region);
            json.put("entries", counts.entries).put("changed", counts.changed);
            var effects = json.putArray("by_effect");
            counts.effects.forEach((from, tos) ->
                    tos.forEach((to, count) ->
                            effects.addObject()
                                    .put("from", from)
                                    .put("to", to)
                                    .put("count", count)));
        });
    }

    private ArrayNode byRule() {
        var byRule = JsonNodeFactory.instance.arrayNode();
        var rules = new TreeMap<String, Long>(lost);
        rules.putAll(gained);
        for (var rule : rules.keySet()) {
            byRule.addObject()
                    .put("rule", rule)
                    .put("lost", lost.getOrDefault(rule, 0L))
                    .put("gained", gained.getOrDefault(rule, 0L));
        }
        return byRule;
    }

    private long sum(boolean changed) {
        return regions.values().stream().mapToLong(of -> changed ? of.changed : of.entries).sum();
    }

    private OfRegion of(String region) {
        return regions.computeIfAbsent(region, _ -> new OfRegion());
    }

    private static void count(Map<String, Long> counts, String name) {
        counts.merge(name, 1L, Long::sum);
    }
}
