// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import java.util.ArrayList;
import java.util.List;

/// A declared field that a body has.
///
/// @param rule what becomes of it
/// @param spot where it stands
/// @param root the document that it is in
record Declared(Rule rule, Spot spot, Spot root) {

    /// All that a body has of the fields that a route declares, found before any is changed.
    ///
    /// @throws io.domicile.router.ProblemException with status 422 where one is missing that may
    ///   not be, or where something on its path is of another kind
    static List<Declared> in(List<Rule> rules, Payload payload) {
        var declared = new ArrayList<Declared>();
        for (var root : payload.documents()) {
            for (var rule : rules) {
                var found = rule.field().in(root);
                if (!found.complete() && !rule.optional()) {
                    throw rule.field().refused(Fault.MISSING_FIELD, "This field must be there.");
                }
                found.spots().forEach(spot -> declared.add(new Declared(rule, spot, root)));
            }
        }
        return declared;
    }

    /// Whether it says that there is nothing, and may.
    boolean isAbsent() {
        return rule.optional() && spot.value().isNull();
    }

    /// Does what needs nobody else.
    void apply() {
        switch (rule.action()) {
            case REDACT -> spot.set(Redaction.redacted());
            case MASK -> spot.set(Redaction.masked(spot.value()));
            case DROP -> spot.drop();
            case COARSEN -> {
                if (!isAbsent()) {
                    Place.of(spot, rule.field()).coarsen();
                }
            }
            case TOKENISE, SEAL, DETOKENISE -> {
                // of records, not of bodies
            }
        }
    }
}
