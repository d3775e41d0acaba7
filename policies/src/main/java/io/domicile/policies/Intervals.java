// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Makes questions equal to which one bundle gives equal answers: each number becomes the
/// representative of its interval, and dates of expiry say only whether they are over.
///
/// Every number that is written in the bundle, in data or in Rego, is a limit of all facts. So none
/// can be forgotten, and because a limit is an interval of its own it does not matter whether a
/// rule says `<` or `<=`. It holds as long as rules only compare facts with numbers of the bundle:
/// a rule that computes with a numeric fact, or compares two of them, does not fit.
public final class Intervals {

    // Beyond it, two engines may read a number differently.
    private static final double LARGEST = 1e15;

    private final PolicyRevision bundle;
    private final double[] limits;
    private final NumericNode[] at;
    private final NumericNode[] below;
    private final boolean datesAreLimits;

    private Intervals(PolicyBundle bundle) {
        this.bundle = bundle.revision();
        this.limits = Limits.numbers(bundle);
        this.datesAreLimits = Limits.hasDates(bundle);
        this.at = new NumericNode[limits.length];
        this.below = new NumericNode[limits.length + 1];
        Arrays.setAll(at, i -> number(limits[i]));
        Arrays.setAll(below, i -> number(representative(i)));
    }

    /// The intervals between the limits of a bundle.
    public static Intervals of(PolicyBundle bundle) {
        return new Intervals(bundle);
    }

    /// The bundle that answers the reduced question as it answers the question.
    public PolicyRevision bundle() {
        return bundle;
    }

    /// The question that stands for this one and all that have the same answer by their intervals.
    ///
    /// @param question is not changed; what needs no reduction is shared with the result
    public Question reduce(Question question) {
        JsonNode facts = numbers(question.facts());
        return new Question(question.query(), datesAreLimits ? facts : Expiry.reduce(facts));
    }

    private JsonNode numbers(JsonNode node) {
        return switch (node) {
            case NumericNode number -> interval(number);
            case ObjectNode object -> members(object, this::numbers);
            case ArrayNode array -> elements(array, this::numbers);
            default -> node;
        };
    }

    private JsonNode interval(NumericNode number) {
        double value = number.doubleValue() + 0.0; // minus zero is zero
        if (!(Math.abs(value) <= LARGEST)) {
            return number;
        }
        int found = Arrays.binarySearch(limits, value);
        return found >= 0 ? at[found] : below[-found - 1];
    }

    // Any number of the open interval would do; whole ones are shorter.
    private double representative(int i) {
        if (i == 0) {
            return limits[0] - 1;
        }
        double from = limits[i - 1];
        double middle = i == limits.length ? from + 1 : (from + limits[i]) / 2;
        double whole = Math.floor(middle);
        return whole > from ? whole : middle;
    }

    private static NumericNode number(double value) {
        return value == Math.rint(value)
                ? LongNode.valueOf((long) value)
                : DoubleNode.valueOf(value);
    }

    static JsonNode members(ObjectNode object, UnaryOperator<JsonNode> change) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(field -> copy.set(field.getKey(), change.apply(field.getValue())));
        return copy;
    }

    static JsonNode elements(ArrayNode array, UnaryOperator<JsonNode> change) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(item -> copy.add(change.apply(item)));
        return copy;
    }
}
