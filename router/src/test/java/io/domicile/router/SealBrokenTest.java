// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.RecordId;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SealBrokenTest {

    @Test
    void a_record_whose_bytes_were_changed_is_not_released() throws Exception {
        // given
        var tenant = "tampered-" + UUID.randomUUID();
        var record = Examples.GERMAN_TEXT.replace("Hallo", "not to be seen");
        String id = Api.post(tenant, record).path("id");
        flipOneBit(RecordId.parse(id).orElseThrow());

        // when
        var answer = Api.read(tenant, id);

        // then
        answer.then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("code", equalTo("seal_broken"))
                .body(not(containsString("not to be seen")));
        Predicate<JsonNode> broken =
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("res").asText().equals("seal_broken");
        var row =
                AuditLogs.entriesOnce("nl", broken).stream()
                        .filter(broken)
                        .findFirst()
                        .orElseThrow();
        assertEquals("deny", row.path("act").asText());
    }

    private static void flipOneBit(RecordId record) throws SQLException {
        try (var connection = RegionDatabase.of("nl");
                var change =
                        connection.prepareStatement(
                                "update record set envelope = set_byte(envelope, length(envelope) - 1,"
                                        + " get_byte(envelope, length(envelope) - 1) # 1) where id = ?")) {
            change.setObject(1, record.uuid());
            assertEquals(1, change.executeUpdate());
        }
    }
}
