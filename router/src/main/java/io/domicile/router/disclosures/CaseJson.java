// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Disclosure.Kind;
import io.domicile.regions.Disclosure.Step;
import io.domicile.router.Json;
import io.domicile.router.auth.Roles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Demands as answers and reports show them (LAW 4, register of government access).
final class CaseJson {

    private CaseJson() {}

    /// A demand without its subjects.
    static ObjectNode of(Case found, Instant now) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", found.id());
        json.put("region", found.residence().region().code());
        json.put("tenant", found.tenant());
        json.put("state", found.state().code());
        json.put("received_at", found.disclosure().receivedAt().toString());
        found.due().ifPresent(due -> json.put("due", due.toString()));
        json.set("demand", Json.MAPPER.valueToTree(found.demand()));
        json.set("law", Json.MAPPER.valueToTree(found.law()));
        json.put("gagged", found.demand().isGagged(now));
        json.set("officers", officers(found));
        json.set("given", given(found));
        json.put("tenant_told", isTenantTold(found, now));
        json.putObject("audit")
                .put("log", found.residence().origin())
                .put("entry", found.disclosure().entry().toString());
        return json;
    }

    /// Adds the subjects that are not erased.
    static void add(ObjectNode json, List<Optional<String>> subjects) {
        json.set("subjects", Json.array(subjects.stream().flatMap(Optional::stream).toList()));
        json.put("subjects_erased", subjects.stream().filter(Optional::isEmpty).count());
    }

    /// Who agreed, and who refused.
    static JsonNode officers(Case found) {
        var officers = JsonNodeFactory.instance.arrayNode();
        for (var step : found.disclosure().steps()) {
            if (step.kind() != Kind.RELEASED) {
                officers.add(
                        step(step)
                                .put("officer", step.officer())
                                .put(
                                        "decision",
                                        step.kind() == Kind.APPROVED ? "release" : "refuse"));
            }
        }
        return officers;
    }

    /// What went out, hand-over by hand-over.
    static JsonNode given(Case found) {
        var given = JsonNodeFactory.instance.arrayNode();
        found.steps(Kind.RELEASED).forEach(step -> given.add(step(step)));
        return given;
    }

    /// Who enters a demand knows of it; else the tenant reads it in the register, unless barred.
    static boolean isTenantTold(Case found, Instant now) {
        return found.demand().enteredBy().equals(Roles.COMPLIANCE) || !found.demand().isGagged(now);
    }

    /// By which procedure the laws of both sides are reconciled, and the number that it has.
    static JsonNode conflict(Case found) {
        var json = JsonNodeFactory.instance.objectNode();
        if (found.law().obligations().contains("ART17.OBJECTION")) {
            json.put("procedure", "Reg 2023/1543 art 17");
        } else if ("PRC_APPROVAL".equals(found.law().need())) {
            json.put("procedure", "PIPL 41");
        }
        found.demand().approvals().stream()
                .findFirst()
                .ifPresent(approval -> json.put("approval", approval.ref()));
        return json.isEmpty() ? JsonNodeFactory.instance.nullNode() : json;
    }

    private static ObjectNode step(Step step) {
        try {
            var json = (ObjectNode) Json.MAPPER.readTree(step.document());
            return json.put("at", step.takenAt().toString()).put("entry", step.entry().toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a step in the register is not ours", e);
        }
    }
}
