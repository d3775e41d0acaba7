// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The constants that the rules of a bundle can compare a fact with: whatever is written in its
/// data, and in its Rego outside of comments.
final class Limits {

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern DATE = Pattern.compile("\"\\d{4}-\\d{2}-\\d{2}");

    private Limits() {}

    /// All numbers in ascending order, at least zero.
    static double[] numbers(PolicyBundle bundle) {
        var numbers = new TreeSet<Double>();
        numbers.add(0.0);
        collect(bundle.data(), numbers);
        for (Matcher number = NUMBER.matcher(code(bundle)); number.find(); ) {
            numbers.add(Double.parseDouble(number.group()) + 0.0);
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Whether a date is written anywhere.
    static boolean hasDates(PolicyBundle bundle) {
        return DATE.matcher(bundle.data().toString()).find() || DATE.matcher(code(bundle)).find();
    }

    private static String code(PolicyBundle bundle) {
        return COMMENT.matcher(bundle.rego()).replaceAll("");
    }

    private static void collect(JsonNode node, TreeSet<Double> numbers) {
        if (node.isNumber()) {
            numbers.add(node.doubleValue() + 0.0);
        }
        node.forEach(child -> collect(child, numbers));
    }
}
