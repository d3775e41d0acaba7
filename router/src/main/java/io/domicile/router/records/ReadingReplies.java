// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.policies.Decision;
import io.domicile.regions.Receipt;
import io.domicile.regions.RecordId;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Problem;
import io.domicile.router.intake.Replies;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Writes the answers to readings.
public final class ReadingReplies {

    private ReadingReplies() {}

    /// The record, as its obligations let it be seen.
    ///
    /// @param view what the reader gets at most
    static Response shown(Reading.Of open, View view, Decision decision, Receipt receipt) {
        var clear = open.clear();
        var obligations = new ArrayList<>(decision.obligations());
        obligations.addAll(view.duties());
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", clear.id().toString());
        json.put("outcome", "read");
        json.put("region", clear.id().region().code());
        json.put("expires_at", clear.expiresAt().toString());
        MaskedView.describe(json, obligations, Instant.now());
        var record = open.document().record();
        if (view == View.SUMMARY) {
            json.set("summary", SummaryView.of(record, clear));
        } else {
            json.set("record", MaskedView.of(record, obligations));
        }
        Replies.decided(json, decision);
        Replies.audited(json, receipt);
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /// The problem for a record that has moved, with its new id.
    public static Response moved(RecordId to, Receipt receipt) {
        var problem = Problem.of(Fault.MOVED, "Its new id is in moved_to.");
        var json = problem.json();
        json.put("moved_to", to.toString());
        Replies.audited(json, receipt);
        return problem.response(json).build();
    }

    /// The problem for a reading that the law refuses.
    static Response refused(Decision decision, Receipt receipt) {
        return Problem.of(Fault.REFUSED, Fault.REFUSED.title())
                .response(Replies.refused(decision, receipt))
                .build();
    }

    /// The problem for a reading that the law allows under obligations that are not met.
    static Response unfulfilled(
            Fault fault, List<String> missing, Decision decision, Receipt receipt) {
        var problem =
                Problem.of(
                        fault,
                        "Allowed only with " + String.join(", ", missing) + ". Nothing was shown.");
        var json = problem.json();
        Replies.decided(json, decision);
        json.set("obligations", Json.array(missing));
        json.put("need", missing.getFirst());
        Replies.audited(json, receipt);
        return problem.response(json).build();
    }
}
