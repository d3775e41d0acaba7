// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.RegionId;
import io.domicile.regions.Receipt;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.duties.CoarseGrid;
import io.domicile.router.duties.Duty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answers of section "records over HTTP" of the contract.
public final class Replies {

    private Replies() {}

    /// The answer to a record that was stored or is held.
    static ObjectNode admitted(
            String outcome,
            RegionId region,
            @Nullable String holder,
            Decision decision,
            List<Duty> duties,
            Receipt receipt) {
        var json = JsonNodeFactory.instance.objectNode();
        var id = receipt.record().map(Object::toString).orElse("");
        json.put("id", id);
        json.put("outcome", outcome);
        var copy = json.putArray("copies").addObject();
        kept(copy, region, outcome, holder, receipt);
        decided(json, decision);
        met(json, duties);
        audited(json, receipt);
        return json;
    }

    private static void kept(
            ObjectNode copy,
            RegionId region,
            String outcome,
            @Nullable String holder,
            Receipt receipt) {
        receipt.record().ifPresent(id -> copy.put("id", id.toString()));
        copy.put("region", region.code());
        copy.put("outcome", outcome);
        copy.put("holder", holder == null ? "subject" : holder);
        receipt.suite().ifPresent(suite -> copy.put("suite", suite));
        receipt.expiresAt().ifPresent(expiry -> copy.put("expires_at", expiry.toString()));
    }

    private static void met(ObjectNode json, List<Duty> duties) {
        var met = json.putArray("duties");
        duties.forEach(duty -> met.add(duty(duty)));
    }

    /// A copy of a message that somebody else's home has.
    static ObjectNode delivered(
            RegionId region,
            Classified copy,
            boolean coarse,
            Decision decision,
            List<Duty> duties,
            Receipt receipt) {
        var json = JsonNodeFactory.instance.objectNode();
        kept(json, region, coarse ? "coarsened" : "stored", copy.holder().role(), receipt);
        if (coarse) {
            json.put("grid_m", CoarseGrid.METRES);
        }
        decided(json, decision);
        met(json, duties);
        audited(json, receipt);
        return json;
    }

    /// A copy of a message that the law refuses.
    static ObjectNode undelivered(RegionId region, Decision decision, Receipt receipt) {
        var json = undelivered(region, Fault.REFUSED);
        decided(json, decision);
        audited(json, receipt);
        return json;
    }

    /// A copy of a message that the law would let go, if more were met.
    static ObjectNode undelivered(
            RegionId region,
            Fault fault,
            List<String> missing,
            Decision decision,
            Receipt receipt) {
        var json = undelivered(region, fault);
        decided(json, decision);
        json.set("obligations", Json.array(missing));
        missing.stream().findFirst().ifPresent(need -> json.put("need", need));
        audited(json, receipt);
        return json;
    }

    private static ObjectNode undelivered(RegionId region, Fault fault) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("region", region.code())
                .put("outcome", "refused")
                .put("code", fault.code());
    }

    /// A copy of a message of which nobody could decide, or that no region could take.
    static ObjectNode missing(RegionId region, Fault fault) {
        return undelivered(region, fault).put("outcome", "missing");
    }

    /// The problem for a message of which not all copies could be brought.
    ///
    /// @param answer what is told of it otherwise
    /// @param repeatable whether it came with an idempotency key
    static ObjectNode incomplete(ObjectNode answer, boolean repeatable) {
        var json =
                Problem.of(
                                Fault.COPIES_MISSING,
                                repeatable
                                        ? "What copies[] names as stored is stored. Send the same"
                                                + " again, with the same Idempotency-Key if it had"
                                                + " one, for the rest."
                                        : "What copies[] names as stored is stored. The same again"
                                                + " would be another message: it had no"
                                                + " Idempotency-Key.")
                        .json();
        answer.properties().stream()
                .filter(member -> !member.getKey().equals("outcome"))
                .forEach(member -> json.set(member.getKey(), member.getValue()));
        return json;
    }

    private static ObjectNode duty(Duty duty) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("obligation", duty.obligation()).put("by", duty.by().code());
        duty.mark().ifPresent(mark -> json.put("ref", mark));
        return json;
    }

    /// The problem for a record that the law would let in, if more were met.
    ///
    /// @param missing the obligations that are not met
    static ObjectNode stopped(
            Fault fault, List<String> missing, Decision decision, Receipt receipt) {
        var json =
                Problem.of(
                                fault,
                                "Allowed only with "
                                        + String.join(", ", missing)
                                        + ". Nothing was stored.")
                        .json();
        decided(json, decision);
        json.set("obligations", Json.array(missing));
        json.put("need", missing.getFirst());
        audited(json, receipt);
        return json;
    }

    /// The problem for a record, or a reading of it, that the law refuses.
    public static ObjectNode refused(Decision decision, Receipt receipt) {
        var json =
                Problem.of(
                                Fault.REFUSED,
                                "Refused under "
                                        + String.join("; ", decision.citations())
                                        + ". Nothing was stored or released.")
                        .json();
        decided(json, decision);
        audited(json, receipt);
        return json;
    }

    /// Adds what the law said.
    public static void decided(ObjectNode json, Decision decision) {
        json.set("labels", Json.array(decision.labels()));
        json.set("obligations", Json.array(decision.obligations()));
        json.set("rules", Json.array(decision.rules()));
        json.set("citations", Json.array(decision.citations()));
        decision.need().ifPresent(need -> json.put("need", need));
        if (decision.counsel()) {
            json.put("counsel", true);
        }
        var policy = decision.policy();
        json.putObject("policy").put("revision", policy.revision()).put("digest", policy.digest());
    }

    /// Adds where the audit entry stands.
    public static void audited(ObjectNode json, Receipt receipt) {
        json.putObject("audit").put("log", receipt.log()).put("entry", receipt.entry().toString());
    }
}
