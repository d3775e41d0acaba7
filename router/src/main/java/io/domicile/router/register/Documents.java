// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Edition;
import io.domicile.router.Json;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;

/// A tenant's facts as the JSON document that is edited and stored.
final class Documents {

    private Documents() {}

    /// What a stored document says.
    ///
    /// @throws ProblemException if it is not one that this version takes
    static TenantFacts facts(Edition edition) {
        return DocumentReader.read(json(edition), edition.id().version());
    }

    static ObjectNode json(Edition edition) {
        return StrictJson.read(edition.document().getBytes(StandardCharsets.UTF_8));
    }

    /// The document of the facts.
    static ObjectNode json(TenantFacts facts) {
        var json = JsonNodeFactory.instance.objectNode();
        var establishments = json.putArray("establishments");
        facts.establishments()
                .forEach(place ->
                        establishments
                                .addObject()
                                .put("country", place.country())
                                .put("entity", place.entity()));
        json.put("ciio", facts.ciio());
        facts.mlps().ifPresent(level -> json.put("mlps", level));
        json.put("survey_qualified", facts.surveyQualified());
        json.put("foreign_invested", facts.foreignInvested());
        json.put("state_organ", facts.stateOrgan());
        json.put("gba", facts.gba());
        facts.ftz().ifPresent(zone -> json.put("ftz", zone));
        json.set("targets", Json.array(facts.targets()));
        var mechanisms = json.putArray("mechanisms");
        facts.mechanisms().forEach(mechanism -> write(mechanism, mechanisms.addObject()));
        var attestations = json.putArray("attestations");
        facts.attestations().forEach(attestation -> write(attestation, attestations.addObject()));
        return json;
    }

    private static void write(Mechanism mechanism, ObjectNode json) {
        json.put("id", mechanism.id());
        mechanism.ref().ifPresent(ref -> json.put("ref", ref));
        validity(mechanism.validFrom(), Optional.of(mechanism.validTo()), json);
        json.set("scope", Json.array(mechanism.scope()));
    }

    private static void write(Attestation attestation, ObjectNode json) {
        json.put("kind", attestation.kind());
        json.put("ref", attestation.ref());
        validity(attestation.validFrom(), attestation.validTo(), json);
    }

    private static void validity(
            Optional<LocalDate> from, Optional<LocalDate> to, ObjectNode json) {
        from.ifPresent(day -> json.put("valid_from", day.toString()));
        to.ifPresent(day -> json.put("valid_to", day.toString()));
    }
}
