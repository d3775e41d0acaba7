// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(PrivateAuditLogTest.ForTokensOnly.class)
class PrivateAuditLogTest {

    /// A gateway that shows its logs to some callers with a token.
    public static final class ForTokensOnly implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("domicile.audit.public", "false");
        }
    }

    @Test
    void a_private_log_is_not_for_strangers() {
        // when
        var stranger = given().get("/v1/audit/nl/log.pub");

        // then
        stranger.then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @ParameterizedTest
    @CsvSource({"compliance, 200", "regulator, 200", "operator, 200", "service, 403"})
    void a_private_log_is_for_those_who_watch(String role, int status) {
        // when
        var answer = Api.as(role, "authority", "NL").get("/v1/audit/nl/log.pub");

        // then
        answer.then().statusCode(status);
    }
}
