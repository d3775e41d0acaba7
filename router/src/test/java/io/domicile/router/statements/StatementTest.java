// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.EntryProof;
import io.domicile.audit.HttpLog;
import io.domicile.audit.NoteVerifier;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StatementTest {

    private final String tenant = "stating-" + UUID.randomUUID();

    @Test
    void a_statement_is_recomputed_from_the_logs_files_by_who_is_given_the_key() throws Exception {
        // given
        var from = Instant.now().minusSeconds(1);
        var anna = store("u-anna");
        store("u-ben");
        Api.read(tenant, anna).then().statusCode(200);
        Api.read(tenant, anna).then().statusCode(200);

        // when
        var answer = state("u-anna", from);
        var others = state("u-ben", from);

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

    private JsonNode state(String subject, Instant from) throws IOException {
        var answer =
                Api.as(Roles.COMPLIANCE, tenant, "in-region")
                        .contentType("application/json")
                        .body(
                                "{\"subject\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"region\":\"nl\"}"
                                        .formatted(subject, from, Instant.now()))
                        .post("/v1/statements");
        answer.then().statusCode(200);
        // One for each log of the time; the last is the one that takes entries.
        var statements = Json.MAPPER.readTree(answer.asString()).path("statements");
        return statements.get(statements.size() - 1);
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
            boolean within = !time.plusSeconds(1).isBefore(from) && time.isBefore(to);
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
