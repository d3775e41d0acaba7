// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.intake.Fields;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a route does with one header of requests and answers, such as an attribute of an event in
/// CloudEvents' binary mode.
///
/// @param name in lower case
/// @param action [Action#DROP] or [Action#REDACT]
record HeaderRule(String name, Action action) {

    private static final Set<String> MEMBERS = Set.of("name", "action");
    private static final Set<String> ACTIONS = Set.of(Action.DROP.code(), Action.REDACT.code());
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    /// What a message cannot be read without, or what is none of the upstream's.
    private static final Set<String> NOT_TAKEN =
            Set.of(
                    "host",
                    "content-length",
                    "content-type",
                    "content-encoding",
                    "transfer-encoding",
                    "authorization",
                    Door.OWN);

    /// Reads the rule.
    ///
    /// @throws io.domicile.router.ProblemException with the place
    static HeaderRule read(Fields.Element element) {
        var fields = element.object().only(MEMBERS);
        var name = fields.requiredText("name", 64);
        if (!NAME.matcher(name).matches() || NOT_TAKEN.contains(name)) {
            throw fields.at(
                    "name", Fault.BAD_TEXT, "Must be a header in lower case, not one of framing.");
        }
        return new HeaderRule(
                name, Action.of(fields.required("action", fields.oneOf("action", ACTIONS))));
    }

    /// Applies rules.
    ///
    /// @return how many of the headers were there
    static int apply(List<HeaderRule> rules, MultiMap headers) {
        int found = 0;
        for (var rule : rules) {
            if (headers.contains(rule.name)) {
                found++;
                headers.remove(rule.name);
                if (rule.action == Action.REDACT) {
                    headers.set(rule.name, Redaction.redacted().asText());
                }
            }
        }
        return found;
    }
}
