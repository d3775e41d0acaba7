// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PrivateAuditLogTest.ForTokensOnly.class)
class PrivateAuditLogTest {

    /// A gateway that shows its logs to callers with a token.
    public static final class ForTokensOnly implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("domicile.audit.public", "false");
        }
    }

    @Test
    void a_private_log_is_for_callers_with_a_token() {
        // when
        var stranger = given().get("/v1/audit/nl/log.pub");
        var regulator = Api.as("regulator", "authority", "NL").get("/v1/audit/nl/log.pub");

        // then
        stranger.then().statusCode(401).body("code", equalTo("unauthenticated"));
        regulator.then().statusCode(200);
    }
}
