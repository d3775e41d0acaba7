// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.EntryProof;
import io.domicile.audit.HttpLog;
import io.domicile.audit.NoteVerifier;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.RegionDatabase;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StatementTest {

    @Inject StatementResource resource;

    private final String tenant = "stating-" + UUID.randomUUID();

    @Test
    void a_statement_is_recomputed_from_the_logs_files_by_who_is_given_the_key() throws Exception {
        // given
        var from = Instant.now();
        var anna = store("u-anna");
        store("u-ben");
        Api.read(tenant, anna).then().statusCode(200);
        Api.read(tenant, anna).then().statusCode(200);

        // when
        var answer = state("u-anna", from, ",\"disclose\":true");
        var others = state("u-ben", from, ",\"disclose\":true");

        // then
        var file = answer.path("statement").asText();
        var statement = Json.MAPPER.readTree(file);
        assertEquals(2, statement.path("reads").asInt());
        assertEquals(3, statement.path("matches").size());
        assertEquals(
                0, Json.MAPPER.readTree(others.path("statement").asText()).path("reads").asInt());
        var matches = new ArrayList<String>();
        statement.path("matches").forEach(match -> matches.add(match.toString()));
        assertEquals(matches, recomputed(statement, answer));
        assertEquals(1, recomputed(statement, others).size());
        assertEquals(statement.path("subject").asText(), commitment(answer.path("disclosure")));
        var named = AuditLogs.entry("nl", answer.at("/audit/entry").asText());
        assertTrue(named.path("class").toString().contains("statement:sha256:" + sha256(file)));
        assertTrue(named.path("class").toString().contains("\"disclosed:keys\""));
        assertTrue(statement.path("covers").asText().contains("keys that still exist"), file);
    }

    @Test
    void the_keys_of_a_person_are_handed_out_to_who_asks_for_them_alone() throws IOException {
        // given
        var from = Instant.now();
        store("u-anna");

        // when
        var answer = state("u-anna", from, "");
        var denied = state("u-anna", from, ",\"disclose\":false");

        // then
        for (var one : List.of(answer, denied)) {
            assertFalse(one.has("disclosure"), one.toString());
            var named = AuditLogs.entry("nl", one.at("/audit/entry").asText());
            assertFalse(named.path("class").toString().contains("disclosed"), named.toString());
        }
    }

    @Test
    void of_who_has_no_keys_nothing_is_stated() throws IOException {
        // given
        var from = Instant.now();
        store("u-anna");
        Api.as(Roles.COMPLIANCE, tenant, "in-region")
                .delete("/v1/subjects/u-anna")
                .then()
                .statusCode(200);

        // when
        var erased = state("u-anna", from, "");
        var unknown = state("u-nobody", from, ",\"disclose\":true");

        // then
        for (var one : List.of(erased, unknown)) {
            assertTrue(one.has("statement") && one.path("statement").isNull(), one.toString());
            assertEquals("no_keys", one.path("reason").asText());
            assertEquals(Set.of("region", "statement", "reason", "audit"), names(one));
            var named = AuditLogs.entry("nl", one.at("/audit/entry").asText());
            assertEquals("ask", named.path("act").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T10:00:00.2Z, 2026-11-01T10:00:00.9Z, out_of_range, /to",
        "2026-11-01T10:00:00Z, 2026-11-01T10:00:00Z, out_of_range, /to",
        "2026-11-01T10:00:01Z, 2026-11-01T10:00:00Z, out_of_range, /to",
        "2026-11-01T10:00:00Z, 2999-11-01T10:00:00Z, out_of_range, /to",
        "2026-11-01T10:00:00Z, +10999-11-01T10:00:00Z, bad_time, /to"
    })
    void a_time_that_is_none_is_refused(String from, String to, String code, String pointer) {
        ask("u-anna", from, to, "")
                .then()
                .statusCode(422)
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
    }

    @Test
    void few_statements_are_made_at_a_time() {
        // given
        var from = Instant.now().minusSeconds(60).toString();
        Response third;

        // when
        try (var _ = resource.places.take();
                var _ = resource.places.take()) {
            third = ask("u-anna", from, Instant.now().toString(), "");
        }

        // then
        third.then().statusCode(503).body("code", equalTo("unavailable"));
        ask("u-anna", from, Instant.now().toString(), "").then().statusCode(200);
    }

    @Test
    void a_time_of_which_entries_were_pruned_cannot_be_stated() throws SQLException {
        // given
        store("u-anna");
        AuditLogs.entriesOnce("nl", entry -> entry.path("tenant").asText().equals(tenant));
        var first = "update audit_tree set minimum = ? where n = 1";
        RegionDatabase.update("nl", first, 1);

        // when
        Response answer;
        try {
            answer = ask("u-anna", "2020-01-01T00:00:00Z", Instant.now().toString(), "");
        } finally {
            RegionDatabase.update("nl", first, 0);
        }

        // then
        answer.then()
                .statusCode(422)
                .body("code", equalTo("out_of_range"))
                .body("detail", containsString("take a later from"));
    }

    @Test
    void the_entries_of_a_person_are_found_with_proofs_until_it_is_erased() throws Exception {
        // given
        var anna = store("u-anna");
        Api.read(tenant, anna).then().statusCode(200);
        AuditLogs.entriesOnce(
                "nl",
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("type").asText().equals("read"));

        // when
        var found =
                Api.as(Roles.COMPLIANCE, tenant, "in-region")
                        .get("/v1/subjects/u-anna/entries?region=nl");

        // then
        found.then()
                .statusCode(200)
                .body("regions[0].entries", hasSize(2))
                .body("regions[0].entries.pseudonym_verified", everyItem(equalTo(true)));
        var key =
                NoteVerifier.parse(
                                new String(
                                                new HttpLog(AuditLogs.address("nl"))
                                                        .read("log.pub")
                                                        .orElseThrow(),
                                                StandardCharsets.UTF_8)
                                        .strip())
                        .orElseThrow();
        for (var entry : Json.MAPPER.readTree(found.asString()).at("/regions/0/entries")) {
            var bytes = entry.path("entry").toString().getBytes(StandardCharsets.UTF_8);
            assertTrue(EntryProof.parse(entry.path("proof").asText()).proves(bytes, key));
        }

        // when
        Api.as(Roles.COMPLIANCE, tenant, "in-region")
                .delete("/v1/subjects/u-anna")
                .then()
                .statusCode(200);

        // then
        Api.as(Roles.COMPLIANCE, tenant, "in-region")
                .get("/v1/subjects/u-anna/entries")
                .then()
                .statusCode(200)
                .body("regions.entries", everyItem(empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl", "cn"})
    void what_the_log_says_of_a_person_does_not_go_abroad(String region) {
        // given
        store("u-anna");
        var abroad = Api.as(Roles.COMPLIANCE, tenant, "US");
        var now = Instant.now();

        // when
        var entries = abroad.get("/v1/subjects/u-anna/entries?region=" + region);
        var statement =
                abroad.contentType("application/json")
                        .body(
                                "{\"subject\":\"u-anna\",\"from\":\"%s\",\"to\":\"%s\",\"region\":\"%s\"}"
                                        .formatted(now.minusSeconds(60), now, region))
                        .post("/v1/statements");

        // then
        for (var answer : List.of(entries, statement)) {
            answer.then().statusCode(451).body("code", equalTo("refused"));
            var written = AuditLogs.entry(region, answer.path("audit.entry"));
            assertEquals("deny", written.path("act").asText());
            assertEquals("US", written.path("to").asText());
        }
    }

    private String store(String subject) {
        return Api.post(tenant, Examples.GERMAN_TEXT.replace("u-1842", subject)).path("id");
    }

    /// Of a time whose last second is over, so that nothing is added to it any more.
    private JsonNode state(String subject, Instant from, String more) throws IOException {
        var to = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (Instant.now().isBefore(to)) {
            LockSupport.parkNanos(Duration.between(Instant.now(), to).toNanos());
        }
        var answer = ask(subject, from.toString(), to.toString(), more);
        answer.then().statusCode(200);
        // One for each log of the time; the last is the one that takes entries.
        var statements = Json.MAPPER.readTree(answer.asString()).path("statements");
        return statements.get(statements.size() - 1);
    }

    private Response ask(String subject, String from, String to, String more) {
        return Api.as(Roles.COMPLIANCE, tenant, "in-region")
                .contentType("application/json")
                .body(
                        "{\"subject\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"region\":\"nl\"%s}"
                                .formatted(subject, from, to, more))
                .post("/v1/statements");
    }

    private static Set<String> names(JsonNode json) {
        return json.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /// As docs/statements.md says, over all entries of the log, without the gateway's code.
    private static List<String> recomputed(JsonNode statement, JsonNode answer)
            throws GeneralSecurityException {
        var from = Instant.parse(statement.path("from").asText());
        var to = Instant.parse(statement.path("to").asText());
        var entries = AuditLogs.entries("nl");
        var found = new ArrayList<String>();
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            var time = Instant.parse(entry.path("t").asText());
            boolean within = !time.isBefore(from) && time.isBefore(to);
            boolean looked =
                    i >= statement.path("first").asInt() && i <= statement.path("last").asInt();
            assertTrue(looked || !within, "entry " + i + " is of the time");
            for (var key : answer.at("/disclosure/keys")) {
                if (within && sp(key.asText(), entry).equals(entry.path("sp").asText())) {
                    found.add(
                            "{\"index\":%d,\"t\":\"%s\",\"type\":\"%s\",\"act\":\"%s\"}"
                                    .formatted(
                                            i,
                                            time,
                                            entry.path("type").asText(),
                                            entry.path("act").asText()));
                }
            }
        }
        return found;
    }

    private static String sp(String key, JsonNode entry) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
        mac.update("domicile/sp/v1\0".getBytes(StandardCharsets.US_ASCII));
        var made = mac.doFinal(entry.path("id").asText().getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(Arrays.copyOf(made, 16));
    }

    private static String commitment(JsonNode disclosure) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update("domicile/statement/v1\0".getBytes(StandardCharsets.US_ASCII));
        digest.update(HexFormat.of().parseHex(disclosure.path("salt").asText()));
        for (var key : disclosure.path("keys")) {
            digest.update(HexFormat.of().parseHex(key.asText()));
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
