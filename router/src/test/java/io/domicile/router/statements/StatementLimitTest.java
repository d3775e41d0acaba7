// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StatementLimitTest.OneEntry.class)
class StatementLimitTest {

    private static final String TENANT = "limited";

    /// A gateway that looks at next to nothing.
    public static final class OneEntry implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("domicile.reports.limit", "1", "domicile.audit.public", "true");
        }
    }

    @Test
    void a_time_of_too_many_entries_is_refused_before_they_are_looked_at() {
        // given
        var from = Instant.now();
        Api.post(TENANT, Examples.GERMAN_TEXT).then().statusCode(201);
        String last = Api.post(TENANT, Examples.GERMAN_TEXT).path("audit.entry");
        var unused = AuditLogs.entry("nl", last);

        // when
        var answer =
                Api.as(Roles.COMPLIANCE, TENANT, "in-region")
                        .contentType("application/json")
                        .body(
                                "{\"subject\":\"u-1842\",\"from\":\"%s\",\"to\":\"%s\",\"region\":\"nl\"}"
                                        .formatted(from.minusSeconds(1), Instant.now()))
                        .post("/v1/statements");

        // then
        answer.then()
                .statusCode(422)
                .body("code", equalTo("out_of_range"))
                .body("detail", containsString("1 at most"));
    }
}
