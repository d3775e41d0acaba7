// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedViewTest {

    private static final String RECORD =
            """
            {"type":"msg.loc","collect":"CN","via":"phone","purpose":"deliver_message",
             "session":"canary-session","occurred_at":"2026-11-20T08:00:00Z",
             "subjects":[{"id":"canary-1","role":"author","home":"CN","age":34},
                         {"id":"canary-2","role":"recipient","home":"SG","age":35}],
             "location":{"lat":31.175304,"lon":121.531542,"crs":"GCJ02","precision_m":5,
                         "label":"canary-place"},
             "message":{"kind":"text","body":"canary-body","media":"canary-media",
                        "reference":"canary-reference","mime":"text/plain"},
             "consents":[{"kind":"CONSENT.XB","ref":"canary-consent"}],"more":"canary-more"}
            """;

    @Test
    void nothing_that_identifies_places_or_tells_shows_through_a_mask() throws IOException {
        // when
        var seen = MaskedView.of(record(), List.of("COARSEN.3KM", "MASK"));

        // then
        assertFalse(seen.toString().contains("canary"));
        assertTrue(seen.path("location").isMissingNode());
        assertEquals("person-2", seen.path("subjects").path(1).path("id").asText());
        assertEquals("recipient", seen.path("subjects").path(1).path("role").asText());
        assertEquals("text/plain", seen.path("message").path("mime").asText());
        assertTrue(seen.path("subjects").path(0).path("age").isMissingNode());
    }

    @Test
    void a_coarse_view_has_the_middle_of_a_cell_and_no_name_of_the_place() throws IOException {
        // when
        var seen = MaskedView.of(record(), List.of("COARSEN.3KM"));

        // then
        var location = seen.path("location");
        assertEquals(3000, location.path("precision_m").asInt());
        assertTrue(location.path("label").isMissingNode());
        assertNotEquals(31.175304, location.path("lat").asDouble());
        assertEquals(31.175304, location.path("lat").asDouble(), 0.02);
        assertEquals(121.531542, location.path("lon").asDouble(), 0.03);
    }

    @Test
    void without_such_a_duty_the_record_shows_as_it_is() throws IOException {
        // when
        var answer = Json.MAPPER.createObjectNode();
        MaskedView.describe(answer, List.of("ACCESS.LOG"), Instant.EPOCH);

        // then
        assertEquals(record(), MaskedView.of(record(), List.of("ACCESS.LOG")));
        assertTrue(answer.isEmpty());
    }

    @Test
    void a_view_ends_after_a_quarter_of_an_hour() throws IOException {
        // given
        var answer = Json.MAPPER.createObjectNode();

        // when
        MaskedView.describe(answer, List.of("MASK", "NO_COPY", "TTL.15MIN"), Instant.EPOCH);

        // then
        assertEquals(
                Json.MAPPER.readTree(
                        "{\"view\":{\"masked\":true,\"copy\":false,\"until\":\"1970-01-01T00:15:00Z\"}}"),
                answer);
    }

    private static ObjectNode record() throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(RECORD);
    }
}
