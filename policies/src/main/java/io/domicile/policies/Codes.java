// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What holds for every fact, whatever it is called: texts are codes, dates or references without
/// spaces, so that neither prose nor a name gets in by mistake, and nothing is so large that two
/// engines could read it differently.
final class Codes {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.:?+/-]{1,64}");
    private static final double LARGEST_NUMBER = 1e15;
    private static final int MOST_ELEMENTS = 1000;

    private Codes() {}

    /// The first member, in document order, that breaks the rule.
    static Optional<Flaw> flaw(JsonNode fact, String pointer) {
        return switch (fact) {
            case ObjectNode object ->
                    object.properties().stream()
                            .flatMap(field ->
                                    flaw(field.getValue(), member(pointer, field.getKey()))
                                            .stream())
                            .findFirst();
            case ArrayNode array when array.size() > MOST_ELEMENTS ->
                    Optional.of(new Flaw(Flaw.Kind.OUT_OF_RANGE, pointer));
            case ArrayNode array ->
                    IntStream.range(0, array.size())
                            .boxed()
                            .flatMap(i -> flaw(array.get(i), pointer + "/" + i).stream())
                            .findFirst();
            default -> value(fact, pointer);
        };
    }

    /// The JSON Pointer of a member.
    static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static Optional<Flaw> value(JsonNode fact, String pointer) {
        if (fact.isTextual() && !CODE.matcher(fact.textValue()).matches()) {
            return Optional.of(new Flaw(Flaw.Kind.NOT_A_CODE, pointer));
        }
        if (fact.isNumber() && !(Math.abs(fact.doubleValue()) <= LARGEST_NUMBER)) {
            return Optional.of(new Flaw(Flaw.Kind.OUT_OF_RANGE, pointer));
        }
        return Optional.empty();
    }
}
