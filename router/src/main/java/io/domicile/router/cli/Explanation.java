// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.policies.Decision;
import io.domicile.policies.PolicyRevision;
import io.domicile.policies.Reason;
import io.domicile.policies.RegionId;
import java.io.PrintWriter;
import java.util.List;

/// A decision in words, for a person at a terminal.
///
/// @param policy which policies decided
/// @param language of the rules' sentences; English where a rule has none in it
record Explanation(Decision decision, PolicyRevision policy, String language) {

    /// Prints what is decided, then each rule with its articles and its sentence.
    void print(PrintWriter out) {
        line(out, "effect", decision.effect() + (decision.counsel() ? " (ask counsel)" : ""));
        line(out, "region", decision.region().map(RegionId::law).orElse("none"));
        line(out, "need", decision.need().orElse("none"));
        line(out, "obligations", list(decision.obligations()));
        line(out, "labels", list(decision.labels()));
        line(out, "policy", policy.revision() + " " + policy.digest());
        decision.reasons().forEach(reason -> print(out, reason));
    }

    private void print(PrintWriter out, Reason reason) {
        out.printf("%n%s  %s%n", reason.rule(), String.join("; ", reason.cite()));
        var english = reason.text().getOrDefault("en", "");
        out.printf("  %s%n", reason.text().getOrDefault(language, english));
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-12s %s%n", name, value);
    }

    private static String list(List<String> values) {
        return values.isEmpty() ? "none" : String.join(" ", values);
    }
}
