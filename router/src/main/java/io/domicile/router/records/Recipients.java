// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Residence;
import io.domicile.router.Json;
import io.domicile.router.Refused;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.disclosures.DisclosureRegister;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// To whom a person's data went, as the region's log has it (GDPR 15(1)(c) and (2)). What a gag
/// keeps from the person is not told. Blocks.
@Singleton
final class Recipients {

    private static final int PAGE = 100;

    /// Entries that are looked at for one person.
    private static final int MOST = 2000;

    private final AuditLaw law;
    private final Clock clock;

    Recipients(AuditLaw law, Clock clock) {
        this.law = law;
        this.clock = clock;
    }

    /// What is told of recipients.
    ///
    /// @param json `list[{country, type, act, times}]` and whether that is all of them; or that the
    ///   law does not let the log say it there
    record Told(ObjectNode json) {}

    Told of(Reading reading, String subject) {
        var residence = reading.residence();
        try {
            var _ = law.admit(reading.caller(), residence, ExportParts.TYPE);
        } catch (Refused e) {
            return new Told(JsonNodeFactory.instance.objectNode().put("reason", "refused"));
        }
        var counts = new TreeMap<String, Long>();
        var last = Optional.<UUID>empty();
        boolean more = true;
        for (int seen = 0; more && seen < MOST; seen += PAGE) {
            var page = residence.entries(reading.caller().tenant(), subject, last, PAGE);
            page.stream()
                    .map(entry -> Json.of(entry.placed().entry()))
                    .filter(entry -> isElsewhere(residence, entry))
                    .forEach(entry -> counts.merge(key(entry), 1L, Long::sum));
            more = page.size() == PAGE;
            last = more ? Optional.of(page.getLast().event()) : last;
        }
        return new Told(json(counts, !more));
    }

    private boolean isElsewhere(Residence residence, JsonNode entry) {
        var to = entry.path("to").asText();
        return !to.isEmpty()
                && !to.equals(residence.region().law())
                && entry.path("res").asText().equals("ok")
                && !DisclosureRegister.isGagged(residence, entry, clock.instant());
    }

    private static String key(JsonNode entry) {
        return String.join(
                " ",
                List.of(
                        entry.path("to").asText(),
                        entry.path("type").asText(),
                        entry.path("act").asText()));
    }

    private static ObjectNode json(Map<String, Long> counts, boolean complete) {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("list");
        counts.forEach((key, times) -> {
            var parts = key.split(" ", -1);
            list.addObject()
                    .put("country", parts[0])
                    .put("type", parts[1])
                    .put("act", parts[2])
                    .put("times", times);
        });
        return json.put("complete", complete);
    }
}
