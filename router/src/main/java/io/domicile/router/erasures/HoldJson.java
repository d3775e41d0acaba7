// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.Residence;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Legal holds as calls bring and answers show them.
final class HoldJson {

    private static final Set<String> MEMBERS = Set.of("basis", "until");
    private static final Set<String> BASES =
            Arrays.stream(LegalHold.Basis.values())
                    .map(LegalHold.Basis::code)
                    .collect(Collectors.toUnmodifiableSet());

    private HoldJson() {}

    /// Reads what compliance says of a hold.
    ///
    /// @throws ProblemException with status 422 if the reference is no code, the basis is not in
    ///   the list, or the time is over
    static LegalHold.Draft read(String reference, byte[] body) {
        if (!Note.isReference(reference)) {
            throw new ProblemException(
                    Fault.BAD_TEXT, "A reference is a code of 1 to 64 letters, digits and ._/#-");
        }
        var fields = Fields.of(StrictJson.read(body)).only(MEMBERS);
        var basis = fields.required("basis", fields.oneOf("basis", BASES));
        var until = Optional.ofNullable(fields.time("until"));
        if (until.filter(Instant.now()::isAfter).isPresent()) {
            throw fields.at("until", Fault.OUT_OF_RANGE, "Must be a time to come.");
        }
        return new LegalHold.Draft(reference, LegalHold.Basis.of(basis).orElseThrow(), until);
    }

    /// What each region has.
    static ObjectNode holds(List<Residence> asked, Function<Residence, List<LegalHold>> work) {
        var json = JsonNodeFactory.instance.objectNode();
        var holds = json.putArray("holds");
        for (var residence : asked) {
            work.apply(residence).forEach(hold -> holds.add(hold(residence, hold)));
        }
        return json;
    }

    private static ObjectNode hold(Residence residence, LegalHold hold) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        json.put("reference", hold.reference());
        json.put("basis", hold.basis().code());
        json.set("law", Json.array(hold.basis().law(residence.region())));
        hold.until().ifPresent(until -> json.put("until", until.toString()));
        json.put("in_force", hold.isInForce(Instant.now()));
        json.put("placed_at", hold.placedAt().toString());
        json.putObject("audit")
                .put("log", residence.origin())
                .put("entry", hold.entry().toString());
        return json;
    }
}
