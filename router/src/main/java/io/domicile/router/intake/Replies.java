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
            Receipt receipt) {
        var json = JsonNodeFactory.instance.objectNode();
        var id = receipt.record().map(Object::toString).orElse("");
        json.put("id", id);
        json.put("outcome", outcome);
        var copy = json.putArray("copies").addObject();
        copy.put("id", id);
        copy.put("region", region.code());
        copy.put("holder", holder == null ? "subject" : holder);
        receipt.suite().ifPresent(suite -> copy.put("suite", suite));
        receipt.expiresAt().ifPresent(expiry -> copy.put("expires_at", expiry.toString()));
        decided(json, decision);
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
