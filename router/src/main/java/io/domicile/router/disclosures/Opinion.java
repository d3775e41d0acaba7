// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.regions.Disclosure.Kind;
import io.domicile.regions.Note;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What an officer says of a demand.
///
/// @param kind whether it is released or refused
/// @param confirmed the obligations that the officer has seen to, for instance `VERIFY.INSTRUMENT`
/// @param reference to the officer's file
record Opinion(Kind kind, Set<String> confirmed, Optional<String> reference) {

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_.]{0,63}");

    Opinion {
        confirmed = Set.copyOf(confirmed);
    }

    /// @throws ProblemException with status 400 or 422
    static Opinion read(byte[] body) {
        var fields =
                Fields.of(StrictJson.read(body)).only(Set.of("decision", "confirmed", "reference"));
        var decision =
                fields.required("decision", fields.oneOf("decision", Set.of("release", "refuse")));
        var reference = Optional.ofNullable(fields.text("reference", 64));
        if (reference.filter(text -> !Note.isReference(text)).isPresent()) {
            throw fields.at("reference", Fault.BAD_TEXT, "A reference is a code, no story.");
        }
        return new Opinion(
                decision.equals("release") ? Kind.APPROVED : Kind.REFUSED,
                Set.copyOf(new TreeSet<>(fields.list("confirmed", Opinion::code))),
                reference);
    }

    private static String code(Fields.Element element) {
        var text = element.node().textValue();
        if (text == null || !CODE.matcher(text).matches()) {
            throw new ProblemException(
                    Problem.at(Fault.BAD_TEXT, element.pointer(), "Must be an obligation."));
        }
        return text;
    }

    /// As the register keeps it.
    String document() {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("confirmed", Json.array(new TreeSet<>(confirmed)));
        reference.ifPresent(text -> json.put("reference", text));
        return json.toString();
    }
}
