// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JSONPath (RFC 9535) of names, indices, wildcards and descendants: `$.a['b c'][0][*]..d`.
/// Filters, slices and unions are not taken: a declared field is either there or missing, and with
/// those nobody could tell.
///
/// @param text as it was written
/// @param steps the way from the root
record FieldPath(String text, List<Step> steps) {

    private static final int MOST = 100_000;
    private static final Pattern STEP =
            Pattern.compile(
                    "(?<deep>\\.\\.)?(?:(?<dot>\\.)?(?:(?<name>[A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff-]*)"
                            + "|(?<every>\\*))|\\[(?:'(?<quoted>[^'\\\\]+)'|(?<index>[0-9]{1,6})|(?<all>\\*))\\])");

    FieldPath {
        steps = List.copyOf(steps);
    }

    /// One step down.
    sealed interface Step {

        /// To the member of that name.
        record Name(String name) implements Step {}

        /// To that element, from 0.
        record Index(int index) implements Step {}

        /// To each member or element.
        record Every() implements Step {}

        /// To whatever the step finds here and anywhere below.
        record Deep(Step step) implements Step {}
    }

    /// What a path has led to.
    ///
    /// @param spots the values, in the order of the document
    /// @param complete whether none was missing on the way
    record Found(List<Spot> spots, boolean complete) {}

    /// Reads a path; empty if it is none that is taken.
    static Optional<FieldPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            boolean bracket = matcher.group("name") == null && matcher.group("every") == null;
            boolean deep = matcher.group("deep") != null;
            if (!bracket && deep == (matcher.group("dot") != null)) {
                return Optional.empty();
            }
            var step = step(matcher);
            steps.add(deep ? new Step.Deep(step) : step);
            at = matcher.end();
        }
        return Optional.of(new FieldPath(text, steps));
    }

    private static Step step(Matcher matcher) {
        var name = matcher.group("name") == null ? matcher.group("quoted") : matcher.group("name");
        if (name != null) {
            return new Step.Name(name);
        }
        return matcher.group("index") == null
                ? new Step.Every()
                : new Step.Index(Integer.parseInt(matcher.group("index")));
    }

    /// Looks for the values.
    ///
    /// @param root where the document hangs
    /// @throws ProblemException with status 422 where something on the way is of another kind, or
    ///   where a name stands that some readers take for the one of the path
    Found in(Spot root) {
        var spots = List.of(root);
        boolean complete = true;
        for (var step : steps) {
            var next = new ArrayList<Spot>();
            for (var spot : spots) {
                complete &= walk(step, spot, next);
                if (next.size() > MOST) {
                    throw refused(Fault.OUT_OF_RANGE, "At most %d values.".formatted(MOST));
                }
            }
            spots = next;
        }
        return new Found(spots, complete);
    }

    private boolean walk(Step step, Spot from, List<Spot> into) {
        return switch (step) {
            case Step.Deep(var below) -> {
                int before = into.size();
                descend(below, from, into);
                yield into.size() > before;
            }
            default -> {
                var node = from.value();
                if (node.isNull() || node.isMissingNode()) {
                    yield false;
                }
                if (!fits(step, node)) {
                    throw refused(
                            Fault.WRONG_TYPE, "The path leads through another kind of value.");
                }
                yield take(step, node, into);
            }
        };
    }

    private void descend(Step step, Spot from, List<Spot> into) {
        var node = from.value();
        if (fits(step, node)) {
            take(step, node, into);
        }
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(name -> descend(step, Spot.in(object, name), into));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                descend(step, Spot.in(array, i), into);
            }
        }
    }

    private static boolean fits(Step step, JsonNode node) {
        return switch (step) {
            case Step.Name _ -> node.isObject();
            case Step.Index _ -> node.isArray();
            case Step.Every _ -> node.isContainerNode();
            case Step.Deep _ -> false;
        };
    }

    /// @return whether it was there
    private boolean take(Step step, JsonNode node, List<Spot> into) {
        return switch (step) {
            case Step.Name(var name) when node instanceof ObjectNode object -> {
                requireNoTwin(object, name);
                if (object.has(name)) {
                    into.add(Spot.in(object, name));
                }
                yield object.has(name);
            }
            case Step.Index(var index) when node instanceof ArrayNode array -> {
                if (index < array.size()) {
                    into.add(Spot.in(array, index));
                }
                yield index < array.size();
            }
            case Step.Every _ when node instanceof ObjectNode object -> {
                object.fieldNames().forEachRemaining(name -> into.add(Spot.in(object, name)));
                yield true;
            }
            case Step.Every _ when node instanceof ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    into.add(Spot.in(array, i));
                }
                yield true;
            }
            default -> false;
        };
    }

    /// Many readers take `Name` for `name`: what they would read must not pass for something else.
    private void requireNoTwin(ObjectNode object, String name) {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            var other = names.next();
            if (!other.equals(name) && other.strip().equalsIgnoreCase(name)) {
                throw refused(Fault.CONFLICT, "A member has nearly the name of a declared field.");
            }
        }
    }

    /// A refusal that names this path, which is the operator's, and nothing of the document.
    ProblemException refused(Fault fault, String detail) {
        return new ProblemException(Problem.at(fault, text, detail));
    }
}
