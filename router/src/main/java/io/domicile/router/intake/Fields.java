// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, read by name and type without any coercion. JSON `null` counts
/// as absent. Every refusal names the member by its JSON Pointer and never shows its value.
public final class Fields {

    private static final int MOST_ELEMENTS = 1000;

    private final ObjectNode object;
    private final String pointer;

    private Fields(ObjectNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /// The members of a document.
    public static Fields of(ObjectNode document) {
        return new Fields(document, "");
    }

    /// Refuses members of other names.
    public Fields only(Set<String> names) {
        for (var member : object.properties()) {
            if (!names.contains(member.getKey())) {
                throw at(member.getKey(), Fault.UNKNOWN_FIELD, "This field is not known here.");
            }
        }
        return this;
    }

    public boolean has(String name) {
        return node(name) != null;
    }

    /// Text of at most `longest` UTF-16 units, well formed and without NUL.
    public @Nullable String text(String name, int longest) {
        var node = node(name);
        return node == null ? null : text(node, name, longest);
    }

    public String requiredText(String name, int longest) {
        return required(name, text(name, longest));
    }

    /// Text that names something: not empty, without control characters.
    public @Nullable String name(String name, int longest) {
        var text = text(name, longest);
        if (text != null && (text.isBlank() || text.chars().anyMatch(Character::isISOControl))) {
            throw at(name, Fault.BAD_TEXT, "Must be text without control characters.");
        }
        return text;
    }

    /// A time of RFC 3339.
    public @Nullable Instant time(String name) {
        var text = text(name, 64);
        return text == null
                ? null
                : Rfc3339.parse(text)
                        .orElseThrow(() ->
                                at(
                                        name,
                                        Fault.BAD_TIME,
                                        "Must be a time of RFC 3339 with its offset."));
    }

    /// Text out of a closed list.
    public @Nullable String oneOf(String name, Set<String> values) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw at(name, Fault.WRONG_TYPE, "Must be a string.");
        }
        if (!values.contains(node.textValue())) {
            throw at(name, Fault.UNKNOWN_VALUE, "Must be a value of the documented list.");
        }
        return node.textValue();
    }

    public @Nullable Integer integer(String name, int least, int most) {
        var node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            throw at(name, Fault.WRONG_TYPE, "Must be an integer.");
        }
        if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw at(name, Fault.OUT_OF_RANGE, "Must be between %d and %d.".formatted(least, most));
        }
        return node.intValue();
    }

    public @Nullable Double number(String name, double least, double most) {
        var node = node(name);
        return node == null ? null : (Double) number(node, path(name), least, most);
    }

    public double requiredNumber(String name, double least, double most) {
        return required(name, number(name, least, most));
    }

    public @Nullable Boolean bool(String name) {
        var node = node(name);
        if (node != null && !node.isBoolean()) {
            throw at(name, Fault.WRONG_TYPE, "Must be true or false.");
        }
        return node == null ? null : node.booleanValue();
    }

    public @Nullable Fields object(String name) {
        var node = node(name);
        return node == null ? null : object(node, path(name));
    }

    /// The elements of an array, each read by `read`, which takes the element and its pointer.
    public <T> List<T> list(String name, Function<Element, T> read) {
        var node = node(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof ArrayNode array)) {
            throw at(name, Fault.WRONG_TYPE, "Must be an array.");
        }
        if (array.size() > MOST_ELEMENTS) {
            throw at(name, Fault.OUT_OF_RANGE, "At most %d elements.".formatted(MOST_ELEMENTS));
        }
        var elements = new ArrayList<T>(array.size());
        for (int i = 0; i < array.size(); i++) {
            elements.add(read.apply(new Element(array.get(i), path(name) + "/" + i)));
        }
        return elements;
    }

    /// One element of an array.
    ///
    /// @param node its value
    /// @param pointer where it stands
    public record Element(JsonNode node, String pointer) {

        public Fields object() {
            return Fields.object(node, pointer);
        }

        /// The number that it is.
        public double number(double least, double most) {
            return Fields.number(node, pointer, least, most);
        }
    }

    /// The value, or a refusal because the member is missing.
    public <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw at(name, Fault.MISSING_FIELD, "This field must be there.");
        }
        return value;
    }

    /// A refusal of the member.
    public ProblemException at(String name, Fault fault, String detail) {
        return new ProblemException(Problem.at(fault, path(name), detail));
    }

    private String path(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private @Nullable JsonNode node(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static double number(JsonNode node, String pointer, double least, double most) {
        if (!node.isNumber()) {
            throw new ProblemException(Problem.at(Fault.WRONG_TYPE, pointer, "Must be a number."));
        }
        double value = node.doubleValue();
        if (!(value >= least && value <= most)) {
            throw new ProblemException(
                    Problem.at(
                            Fault.OUT_OF_RANGE,
                            pointer,
                            "Must be between %.0f and %.0f.".formatted(least, most)));
        }
        return value;
    }

    private static Fields object(JsonNode node, String pointer) {
        if (!(node instanceof ObjectNode object)) {
            throw new ProblemException(Problem.at(Fault.WRONG_TYPE, pointer, "Must be an object."));
        }
        return new Fields(object, pointer);
    }

    private String text(JsonNode node, String name, int longest) {
        if (!node.isTextual()) {
            throw at(name, Fault.WRONG_TYPE, "Must be a string.");
        }
        var text = node.textValue();
        if (text.length() > longest) {
            throw at(name, Fault.OUT_OF_RANGE, "At most %d characters.".formatted(longest));
        }
        boolean loneSurrogate =
                text.codePoints().anyMatch(c -> (c >= 0xD800 && c <= 0xDFFF) || c == 0);
        if (loneSurrogate) {
            throw at(name, Fault.BAD_TEXT, "Must be well-formed Unicode without NUL.");
        }
        return text;
    }
}
