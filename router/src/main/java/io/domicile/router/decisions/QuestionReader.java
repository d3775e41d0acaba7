// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.decisions;

import io.domicile.policies.Flaw;
import io.domicile.policies.Question;
import io.domicile.policies.QuestionSchema;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;

/// Reads `{"query": …, "facts": {…}}`. Form is checked here, by the schema of the facts; what a
/// missing fact means is for the law to say.
public final class QuestionReader {

    // Decisions are remembered with their facts, so these have a limit of their own.
    private static final int LARGEST = 32_768;

    private final QuestionSchema schema = QuestionSchema.bundled();

    /// Reads a question.
    ///
    /// @throws ProblemException with status 400 for what is not one JSON object, 413 beyond 32 KiB,
    ///   422 with the pointer of an unknown query or fact, or of one of another type
    public Question read(byte[] body) {
        if (body.length > LARGEST) {
            throw new ProblemException(
                    Fault.BODY_TOO_LARGE, "A question has at most %d bytes.".formatted(LARGEST));
        }
        var document = StrictJson.read(body);
        schema.flaw(document)
                .ifPresent(flaw -> {
                    throw new ProblemException(problem(flaw));
                });
        return new Question(document.get("query").textValue(), document.get("facts"));
    }

    private static Problem problem(Flaw flaw) {
        var at = flaw.pointer();
        return switch (flaw.kind()) {
            case UNKNOWN_NAME ->
                    Problem.at(Fault.UNKNOWN_FIELD, at, "The policies have no fact of this name.");
            case WRONG_TYPE ->
                    Problem.at(Fault.WRONG_TYPE, at, "The schema of the facts has another type.");
            case MISSING -> Problem.at(Fault.MISSING_FIELD, at, "This field must be there.");
            case UNKNOWN_VALUE ->
                    Problem.at(Fault.UNKNOWN_VALUE, at, "Must be a value of the documented list.");
            case NOT_A_CODE ->
                    Problem.at(
                            Fault.BAD_TEXT,
                            at,
                            "A fact is a code of 1 to 64 letters, digits and _.:?+/-");
            case OUT_OF_RANGE ->
                    Problem.at(Fault.OUT_OF_RANGE, at, "The number or the list is too large.");
        };
    }
}
