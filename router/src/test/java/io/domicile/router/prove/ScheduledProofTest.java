// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.AuditLogs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProofProfile.Scheduled.class)
class ScheduledProofTest {

    @Test
    void proofs_are_run_without_being_asked_for_and_audited() {
        // when
        var entries =
                AuditLogs.entriesOnce("sg", entry -> entry.path("type").asText().equals("proof"));

        // then
        var entry =
                entries.stream()
                        .filter(it -> it.path("type").asText().equals("proof"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("ok", entry.path("res").asText(), entry.toString());
        assertEquals("gateway", entry.path("actor").asText());
        assertEquals("verdict:green", label(entry, "verdict"));
    }

    private static String label(JsonNode entry, String name) {
        return entry.path("class")
                .valueStream()
                .map(JsonNode::asText)
                .filter(text -> text.startsWith(name))
                .findFirst()
                .orElse("");
    }
}
