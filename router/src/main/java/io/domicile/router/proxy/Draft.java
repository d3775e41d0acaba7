// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Term;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.RecordType;
import io.domicile.router.intake.Submission;
import io.domicile.router.intake.SubmissionReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A field that is to be a record.
///
/// @param rule what becomes of the field
/// @param parts what of the record stands where in the body
/// @param formed its token, if that has the value's own form
record Draft(
        Submission submission, Rule rule, Map<Token.Part, Spot> parts, Optional<String> formed) {

    Draft {
        parts = Map.copyOf(parts);
    }

    /// Drafts the record.
    ///
    /// @param formatKey what tokens in the form of what they stand for are made with
    /// @throws ProblemException with status 422 if the field is of another kind than its type
    static Draft of(Call call, Declared field, Supplier<Bytes> formatKey) {
        var type = field.rule().as().orElseThrow();
        var record =
                call.route()
                        .record()
                        .orElseThrow()
                        .fill(field.root(), call.match().segments())
                        .put("type", type.code());
        if (!record.has("purpose")) {
            call.route().purpose().ifPresent(purpose -> record.put("purpose", purpose));
        }
        var parts =
                isPosition(type, field.spot().value())
                        ? position(record, field)
                        : message(record, type, field);
        var formed =
                field.rule().token() == Shape.FORMAT
                        ? Optional.of(formed(field, formatKey.get()))
                        : Optional.<String>empty();
        try {
            return new Draft(SubmissionReader.read(Fields.of(record)), field.rule(), parts, formed);
        } catch (ProblemException e) {
            var problem = e.problem();
            throw new ProblemException(
                    Problem.at(
                            problem.fault(),
                            field.rule().field().text(),
                            "As a record"
                                    + problem.pointer().map(at -> ", at " + at).orElse("")
                                    + ": "
                                    + problem.detail()));
        }
    }

    /// The token in the form of the value that stands there.
    private static String formed(Declared field, Bytes key) {
        var value = field.spot().value();
        return Optional.ofNullable(value.textValue())
                .flatMap(text -> FormatToken.of(key, text))
                .orElseThrow(() ->
                        field.rule()
                                .field()
                                .refused(
                                        Fault.WRONG_TYPE,
                                        "Must be a text of ASCII with a million others of its"
                                                + " form."));
    }

    private static boolean isPosition(RecordType type, JsonNode value) {
        return type.location() == RecordType.Part.REQUIRED
                || !RuleReader.hasMessage(type)
                || (RuleReader.hasPosition(type) && value.isObject());
    }

    private static Map<Token.Part, Spot> position(ObjectNode record, Declared field) {
        var place = Place.of(field.spot(), field.rule().field());
        var location = record.withObjectProperty("location");
        location.setAll(place.location());
        return place.parts();
    }

    private static Map<Token.Part, Spot> message(
            ObjectNode record, RecordType type, Declared field) {
        record.remove("location");
        var value = field.spot().value();
        var message = record.putObject("message").put("kind", type.kind());
        field.rule().mime().ifPresent(mime -> message.put("mime", mime));
        if (!type.kind().equals("text")) {
            message.set("media", value);
            return Map.of(Token.Part.MEDIA, field.spot());
        }
        if (value.isTextual()) {
            message.set("body", value);
            return Map.of(Token.Part.TEXT, field.spot());
        }
        message.put("body", value.toString());
        return Map.of(Token.Part.JSON, field.spot());
    }

    /// What the record is found by, besides what is in it.
    ///
    /// @param number what was drawn for it
    List<Term> marks(long number) {
        return switch (rule.token()) {
            case OPAQUE -> List.of();
            case NUMERIC -> List.of(NumericToken.term(number));
            case FORMAT -> formed.map(FormatToken::term).stream().toList();
        };
    }

    @Override
    public String toString() {
        return "Draft";
    }
}
