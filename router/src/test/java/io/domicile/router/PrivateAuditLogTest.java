// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipInputStream;
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

    @ParameterizedTest
    @CsvSource({"compliance, 403", "regulator, 404", "operator, 404", "service, 403"})
    void bundles_of_a_private_log_hold_what_is_of_all_tenants(String role, int status) {
        // when
        var answer = Api.as(role, "authority", "NL").get("/v1/audit/nl/tile/entries/999");

        // then
        answer.then().statusCode(status);
    }

    @Test
    void a_tenants_own_people_get_its_own_entries_and_the_hashes_of_all() throws IOException {
        // given
        String own = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        String foreign = Api.post("rival", Examples.GERMAN_TEXT).path("audit.entry");
        awaitProof("acme", own);
        awaitProof("rival", foreign);

        // when
        var mine = Api.as("compliance", "acme", "NL").get("/v1/audit/nl/export");
        var all = Api.as("regulator", "ap", "NL").get("/v1/audit/nl/export");

        // then
        var told = files(mine);
        assertTrue(told.get("entries.ndjson").contains(own));
        assertTrue(told.keySet().stream().anyMatch(name -> name.startsWith("log/tile/0/")));
        assertTrue(told.keySet().stream().noneMatch(name -> name.startsWith("log/tile/entries/")));
        told.forEach((name, text) -> assertFalse(text.contains(foreign), name));
        assertEquals(
                "acme", Json.MAPPER.readTree(told.get("archive.json")).path("tenant").asText());
        assertTrue(files(all).get("entries.ndjson").contains(foreign));
    }

    @Test
    void a_private_log_proves_entries_to_their_own_tenant_alone() {
        // given
        String entry = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        awaitProof("acme", entry);
        var address = "/v1/audit/nl/entries/" + entry + "/proof";

        // when
        var stranger = given().get(address);
        var rival = Api.as("rival").get(address);
        var authority = Api.as("regulator", "ap", "NL").get(address);

        // then
        stranger.then().statusCode(401);
        rival.then().statusCode(404);
        authority.then().statusCode(200);
    }

    private static void awaitProof(String tenant, String entry) {
        var deadline = Instant.now().plusSeconds(30);
        while (Api.as(tenant).get("/v1/audit/nl/entries/" + entry + "/proof").statusCode() != 200) {
            assertTrue(Instant.now().isBefore(deadline), "no checkpoint covers the entry");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Map<String, String> files(Response answer) throws IOException {
        var files = new HashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                files.put(file.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
