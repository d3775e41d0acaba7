// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SubjectExportLimitTest.OneRecord.class)
class SubjectExportLimitTest {

    /// A gateway that gives next to nothing at once.
    public static final class OneRecord implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("domicile.reports.limit", "1");
        }
    }

    private final String subject = "person-" + UUID.randomUUID();

    @Test
    void what_is_more_than_the_limit_comes_with_the_next() throws IOException {
        // given
        var record = Examples.GERMAN_TEXT.replace("u-1842", subject);
        Api.post("acme", record).then().statusCode(201);
        Api.post("acme", record).then().statusCode(201);

        // when
        var first = export("");
        var next = first.json("nl/part.json").path("next").asText();
        var second = export("&after=" + next);
        var last = export("&after=" + second.json("nl/part.json").path("next").asText());

        // then
        assertEquals("partial", first.json("parts.json").at("/parts/0/state").asText());
        assertEquals(1, first.json("nl/part.json").path("records").asInt());
        assertEquals(1, second.json("nl/part.json").path("records").asInt());
        assertNotEquals(
                first.json("nl/records-0001.json").at("/0/id"),
                second.json("nl/records-0001.json").at("/0/id"));
        assertEquals("complete", last.json("nl/part.json").path("state").asText());
        assertEquals(0, last.json("nl/part.json").path("records").asInt());
    }

    private Exported export(String query) throws IOException {
        return Exported.of(
                Api.as("acme")
                        .header("Purpose", "support")
                        .header("Reason", "CASE-15")
                        .get("/v1/subjects/" + subject + "/export?region=nl" + query));
    }
}
