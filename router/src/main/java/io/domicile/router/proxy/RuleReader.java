// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.RecordType;
import java.util.Optional;
import java.util.Set;

/// Reads one rule of a route.
final class RuleReader {

    private static final Set<String> RULE =
            Set.of("field", "as", "action", "token", "mime", "missing");
    private static final Set<String> MISSING = Set.of("refuse", "pass");

    private RuleReader() {}

    /// Reads the rule.
    ///
    /// @throws io.domicile.router.ProblemException with the place
    static Rule read(Fields.Element element) {
        var fields = element.object().only(RULE);
        var action = action(fields);
        var type = as(fields, action);
        return new Rule(
                FieldPath.parse(fields.requiredText("field", 512))
                        .orElseThrow(() ->
                                fields.at(
                                        "field",
                                        Fault.BAD_TEXT,
                                        "Must be a JSONPath of names, indices, * and .. alone.")),
                type,
                action,
                shape(fields, action, type),
                Optional.ofNullable(fields.name("mime", 140)),
                "pass".equals(fields.oneOf("missing", MISSING)));
    }

    private static Action action(Fields fields) {
        var code = fields.requiredText("action", 32);
        if (!Action.CODES.contains(code)) {
            throw fields.at(
                    "action",
                    Fault.UNKNOWN_VALUE,
                    "Must be one of "
                            + String.join(", ", Action.CODES.stream().sorted().toList())
                            + ".");
        }
        return Action.of(code);
    }

    private static Shape shape(Fields fields, Action action, Optional<RecordType> type) {
        var shape =
                Optional.ofNullable(fields.oneOf("token", Shape.CODES))
                        .map(Shape::of)
                        .orElse(Shape.OPAQUE);
        if (shape != Shape.OPAQUE && action != Action.TOKENISE && action != Action.DETOKENISE) {
            throw fields.at("token", Fault.CONFLICT, "Only tokens have a shape.");
        }
        boolean isText = type.filter(it -> hasMessage(it) && it.kind().equals("text")).isPresent();
        if (shape == Shape.FORMAT && action == Action.TOKENISE && !isText) {
            throw fields.at("token", Fault.CONFLICT, "Only a text has the form of a text.");
        }
        return shape;
    }

    private static Optional<RecordType> as(Fields fields, Action action) {
        var code = fields.text("as", 64);
        var type = Optional.ofNullable(code).flatMap(RecordType::of);
        if (code != null && type.isEmpty()) {
            throw fields.at(
                    "as", Fault.UNKNOWN_VALUE, "Must be a record type of the documented list.");
        }
        boolean position = type.filter(RuleReader::hasPosition).isPresent();
        boolean message = type.filter(RuleReader::hasMessage).isPresent();
        if (action == Action.COARSEN && !position) {
            throw fields.at("as", Fault.CONFLICT, "Only a position becomes coarse.");
        }
        if (action.isOfRecords() && !position && !message) {
            throw fields.at(
                    "as",
                    Fault.CONFLICT,
                    "Must be a type of records that have a position or a message.");
        }
        return type;
    }

    /// Whether records of the type have a position.
    static boolean hasPosition(RecordType type) {
        return type.location() != RecordType.Part.NONE;
    }

    /// Whether records of the type have a message.
    static boolean hasMessage(RecordType type) {
        return type.message() != RecordType.Part.NONE;
    }
}
