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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller and an auditor see of a stored record that somebody changed.
@QuarkusTest
class SealBrokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "envelope = set_byte(envelope, length(envelope) - 1,"
                        + " get_byte(envelope, length(envelope) - 1) # 1)",
                "envelope = set_byte(envelope, 0, 2)",
                "envelope = ''",
                "type = 'msg.voice'",
                "status = 'REFERRED'",
                "occurred_at = occurred_at + interval '1 microsecond'",
                "expires_at = expires_at + interval '1 day'",
                "expires_at = now()",
                "policy = 'sha256:00'",
                "event_id = id"
            })
    void a_record_whose_row_was_changed_is_not_released(String change) throws Exception {
        // given
        var tenant = "tampered-" + UUID.randomUUID();
        var record = Examples.GERMAN_TEXT.replace("Hallo", "not to be seen");
        String id = Api.post(tenant, record).path("id");
        change(change, RecordId.parse(id).orElseThrow());

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

    private static void change(String change, RecordId record) throws SQLException {
        // A record that is over is not to be removed before it is read.
        RegionDatabase.update(
                "nl", "update retention set paused_until = now() + interval '10 seconds'");
        try (var connection = RegionDatabase.of("nl");
                var update =
                        connection.prepareStatement(
                                "update record set " + change + " where id = ?")) {
            update.setObject(1, record.uuid());
            assertEquals(1, update.executeUpdate());
        }
    }
}
