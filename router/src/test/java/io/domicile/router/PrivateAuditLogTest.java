// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertTrue(told.getOrDefault("entries.ndjson", "").contains(own));
        assertTrue(told.keySet().stream().anyMatch(name -> name.startsWith("log/tile/0/")));
        assertTrue(told.keySet().stream().noneMatch(name -> name.startsWith("log/tile/entries/")));
        told.forEach((name, text) -> assertFalse(text.contains(foreign), name));
        assertEquals(
                "acme", Json.MAPPER.readTree(told.get("archive.json")).path("tenant").asText());
        assertTrue(files(all).getOrDefault("entries.ndjson", "").contains(foreign));
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

    @Test
    void one_role_that_may_see_less_makes_an_export_one_tenants() throws IOException {
        // given
        String foreign = Api.post("rival", Examples.GERMAN_TEXT).path("audit.entry");
        awaitProof("rival", foreign);

        // when
        var export =
                Api.as(List.of(Roles.SERVICE, Roles.COMPLIANCE), "acme", "NL")
                        .get("/v1/audit/nl/export");

        // then
        export.then().statusCode(200);
        files(export).forEach((name, text) -> assertFalse(text.contains(foreign), name));
    }

    @Test
    void files_that_tell_of_no_entry_are_for_authorities_everywhere() {
        // when
        var checkpoint = Api.as(Roles.REGULATOR, "dpa", "US").get("/v1/audit/cn/checkpoint");
        var tile = Api.as(Roles.REGULATOR, "dpa", "US").get("/v1/audit/nl/tile/0/999");

        // then
        checkpoint.then().statusCode(200);
        tile.then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/entries/000",
                "{shard}/tile/entries/000",
                "export",
                "entries/01890a5d-ac96-7000-8000-000000000000/proof"
            })
    void nothing_that_entries_say_goes_abroad(String path) {
        // given
        var authority = Api.as(Roles.REGULATOR, "dpa", "US");
        String shard = authority.get("/v1/audit/cn/shards").path("shards[-1].name");

        // when
        var answer = authority.get("/v1/audit/cn/" + path.replace("{shard}", shard));

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("code", equalTo("refused"))
                .body("rules", hasItem("H12"))
                .body("audit.log", containsString("/cn/"));
    }

    @Test
    void a_reader_of_bundles_has_one_entry_for_all_that_it_fetches() throws IOException {
        // given
        var authority = "ap-" + UUID.randomUUID();
        String stored = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        awaitProof("acme", stored);
        var path = "/v1/audit/nl/tile/entries/" + width();

        // when
        var first = Api.as(Roles.REGULATOR, authority, "NL").get(path);
        var again = Api.as(Roles.REGULATOR, authority, "in-region").get(path);
        var third = Api.as(Roles.REGULATOR, authority, "NL").get(path);
        var refused = Api.as(Roles.REGULATOR, authority, "US").get(path);
        var still = Api.as(Roles.REGULATOR, authority, "US").get(path);

        // then
        first.then().statusCode(200);
        assertArrayEquals(first.asByteArray(), again.asByteArray());
        third.then().statusCode(200);
        refused.then().statusCode(451);
        still.then().statusCode(451);
        assertEquals(
                refused.<String>path("audit.entry"),
                still.<String>path("audit.entry"),
                "one entry");
        awaitProof("acme", refused.path("audit.entry"));
        var entries = entries("nl", authority);
        assertEquals(
                List.of("log read ok", "log read ok", "log deny refused"),
                entries.stream()
                        .map(entry ->
                                "%s %s %s"
                                        .formatted(
                                                entry.path("type").asText(),
                                                entry.path("act").asText(),
                                                entry.path("res").asText()))
                        .toList());
        assertEquals("NL", entries.getLast().path("from").asText());
        assertEquals("US", entries.getLast().path("to").asText());
        assertTrue(entries.getFirst().path("class").toString().contains("seconds:3600"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "device"})
    void who_has_no_role_that_reads_entries_reads_none(String role) {
        // given
        String own = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        awaitProof("acme", own);

        // when
        var answer =
                Api.as(role.isEmpty() ? List.of() : List.of(role), "acme", "NL")
                        .get("/v1/audit/nl/entries/" + own + "/proof");

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    private static String width() {
        var note = Api.as(Roles.REGULATOR, "ap", "NL").get("/v1/audit/nl/checkpoint").asString();
        long size = Long.parseLong(note.split("\n", -1)[1]);
        return size < 256 ? "000.p/" + size : "000";
    }

    /// A tenant's entries, as an export tells them.
    private static List<JsonNode> entries(String region, String tenant) throws IOException {
        var export =
                Api.as(Roles.OPERATOR, "operator", "in-region")
                        .get("/v1/audit/" + region + "/export");
        var entries = new ArrayList<JsonNode>();
        for (var line : files(export).getOrDefault("entries.ndjson", "").lines().toList()) {
            var entry = Json.MAPPER.readTree(line).path("entry");
            if (entry.path("tenant").asText().equals(tenant)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static void awaitProof(String tenant, String entry) {
        var deadline = Instant.now().plusSeconds(30);
        while (Api.as(Roles.OPERATOR, tenant, "in-region")
                        .get("/v1/audit/nl/entries/" + entry + "/proof")
                        .statusCode()
                != 200) {
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
