// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The form of a [Question] as `schemas/input.json` lays it down: the queries, and the facts by
/// name and type. What the facts mean is for the policies to say.
///
/// A fact may be JSON `null`: not known. Beyond the schema, texts must be codes ([Codes]), because
/// facts are attributes and never prose, and numbers and arrays have a limit.
public final class QuestionSchema {

    private static final String RESOURCE = "input.json";

    private final Schema schema;

    private QuestionSchema(Schema schema) {
        this.schema = schema;
    }

    /// The schema that the policies of this version are checked against.
    public static QuestionSchema bundled() {
        try (InputStream in = QuestionSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new PolicyUnavailable("the schema of the facts is not on the class path");
            }
            return new QuestionSchema(
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(Json.MAPPER.readTree(in)));
        } catch (IOException e) {
            throw new PolicyUnavailable("the schema of the facts cannot be read", e);
        }
    }

    /// The first thing that is wrong with a question.
    ///
    /// @param question `{"query": …, "facts": {…}}`
    /// @return empty if it can be asked
    public Optional<Flaw> flaw(JsonNode question) {
        return schema.validate(question).stream()
                .filter(error -> !isUnknownFact(error))
                .findFirst()
                .map(QuestionSchema::flaw)
                .or(() -> Codes.flaw(question.path("facts"), "/facts"));
    }

    // A null member of the facts, not a null element of a list of them.
    private static boolean isUnknownFact(Error error) {
        var at = error.getInstanceLocation();
        return error.getInstanceNode().isNull()
                && at.getNameCount() > 1
                && at.getElement(-1) instanceof String;
    }

    private static Flaw flaw(Error error) {
        String at = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                    new Flaw(Flaw.Kind.UNKNOWN_NAME, Codes.member(at, error.getProperty()));
            case "required" -> new Flaw(Flaw.Kind.MISSING, Codes.member(at, error.getProperty()));
            case "enum" -> new Flaw(Flaw.Kind.UNKNOWN_VALUE, at);
            default -> new Flaw(Flaw.Kind.WRONG_TYPE, at);
        };
    }
}
