// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TwoPersonsTest.Wanted.class)
class TwoPersonsTest {

    /// A gateway that wants two persons, as one in production does.
    public static final class Wanted implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("domicile.two-persons", "true");
        }
    }

    @Test
    void a_region_key_is_retired_by_two_accounts_and_not_by_one() {
        // given
        var kek = "/v1/keys/nl/keks/no-such-key";

        // when
        var first = as("anna").delete(kek);
        String approval = first.path("approval");
        var alone = as("anna").header("Approval", approval).delete(kek);
        var both = as("bert").header("Approval", approval).delete(kek);

        // then
        first.then().statusCode(202).body("pending", equalTo("second_person"));
        alone.then().statusCode(409).body("code", equalTo("same_officer"));
        both.then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void an_approval_is_good_for_one_action_in_one_region() {
        // given
        String approval = as("anna").delete("/v1/keys/nl/keks/no-such-key").path("approval");
        var parts = approval.split("[.]", -1);

        // then
        assertForbidden("/v1/keys/nl/keks/another", approval);
        assertForbidden("/v1/keys/sg/keks/no-such-key", approval);
        assertForbidden("/v1/keys/nl/keks/no-such-key", "no-approval");
        assertForbidden("/v1/keys/nl/keks/no-such-key", "1." + parts[1] + "." + parts[2]);
        assertForbidden(
                "/v1/keys/nl/keks/no-such-key",
                Long.parseLong(parts[0]) + 1 + "." + parts[1] + "." + parts[2]);
        assertForbidden("/v1/keys/nl/keks/no-such-key", parts[0] + ".0000000000000000." + parts[2]);
    }

    private static void assertForbidden(String path, String approval) {
        as("bert")
                .header("Approval", approval)
                .delete(path)
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
    }

    @Test
    void a_hold_on_a_log_is_released_by_two_accounts() {
        // given
        var tenant = "holding-" + UUID.randomUUID();
        var hold = "/v1/audit/nl/holds/C-77";
        place("anna", tenant, hold, "").then().statusCode(200);

        // when
        String approval = officer("anna", tenant).delete(hold).path("approval");
        var held = officer("anna", tenant).get("/v1/audit/nl/holds");
        var released = officer("bert", tenant).header("Approval", approval).delete(hold);

        // then
        assertEquals("C-77", held.path("holds[0].reference"));
        released.then().statusCode(200);
        var acts =
                AuditLogs.entriesOnce(
                                "nl",
                                entry ->
                                        entry.path("tenant").asText().equals(tenant)
                                                && entry.path("act")
                                                        .asText()
                                                        .equals("log.released"))
                        .stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .map(entry -> entry.path("act").asText())
                        .toList();
        assertEquals(java.util.List.of("log.held", "ask", "read", "approve", "log.released"), acts);
    }

    @Test
    void one_account_ends_no_hold_on_a_log_by_changing_or_repeating_anything() {
        // given
        var tenant = "ending-" + UUID.randomUUID();
        var hold = "/v1/audit/nl/holds/C-78";
        place("anna", tenant, hold, "").then().statusCode(200);
        var soon = ",\"until\":\"2999-01-01T00:00:00Z\"";
        String approval = officer("anna", tenant).delete(hold).path("approval");
        officer("bert", tenant).header("Approval", approval).delete(hold).then().statusCode(200);
        place("anna", tenant, hold, "").then().statusCode(200);

        // when
        var again = officer("bert", tenant).header("Approval", approval).delete(hold);
        var shorter = place("anna", tenant, hold, soon);
        var both =
                officer("bert", tenant)
                        .header("Approval", (String) shorter.path("approval"))
                        .contentType("application/json")
                        .body(body(soon))
                        .put(hold);
        var longer = place("anna", tenant, hold, soon.replace("2999", "3999"));

        // then
        again.then().statusCode(403).body("code", equalTo("forbidden"));
        shorter.then().statusCode(202).body("pending", equalTo("second_person"));
        both.then().statusCode(200);
        longer.then().statusCode(200);
    }

    private static Response place(String account, String tenant, String hold, String until) {
        return officer(account, tenant).contentType("application/json").body(body(until)).put(hold);
    }

    private static String body(String until) {
        return "{\"basis\":\"legal_claim\"" + until + "}";
    }

    private static RequestSpecification as(String account) {
        return Api.as(account, "operator", "operator", "in-region");
    }

    private static RequestSpecification officer(String account, String tenant) {
        return Api.as(account, "compliance", tenant, "in-region");
    }
}
