// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CompletenessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    /// Operations without an entry; docs/audit-entries.md says why.
    private static final Set<String> SILENT =
            Set.of(
                    "readBundle",
                    "readCheckpoint",
                    "readPolicy",
                    "readWitnessKey",
                    "readLogKey",
                    "readTile",
                    "readLogText",
                    "readShards",
                    "readShardFile",
                    "confirmWeChat",
                    "ingestWeChat");

    private static final Pattern ROW = Pattern.compile("\\| `([a-z]+)` \\| ([^|]+) \\|.*");
    private static final Pattern CODE = Pattern.compile("`([a-z.]+)`");

    @Test
    void every_operation_leaves_an_entry_whoever_asks() throws IOException {
        // given
        var expected = new TreeSet<String>();
        for (var path : document().path("paths").properties()) {
            for (var call : path.getValue().properties()) {
                if (!METHODS.contains(call.getKey())) {
                    continue;
                }
                var operation = call.getValue().path("operationId").asText();
                for (var role : Roles.OF_TOKENS) {
                    var tenant = operation + "-" + role;

                    // when
                    var answer =
                            Api.as(role, tenant, "in-region")
                                    .header("Purpose", "support")
                                    .contentType("application/json")
                                    .body("{}")
                                    .request(
                                            call.getKey().toUpperCase(Locale.ROOT),
                                            operation.equals("freezeLog")
                                                    ? address(
                                                            path.getKey().replace("{region}", "zz"))
                                                    : address(path.getKey()));
                    assertTrue(answer.statusCode() < 500, tenant + " " + answer.statusCode());
                    if (!SILENT.contains(operation)) {
                        expected.add(tenant);
                    }
                }
            }
        }

        // then
        assertEquals(Set.of(), missing(expected));
    }

    @Test
    void nothing_is_told_apart_that_is_not_there_from_what_is_anothers() {
        // given
        var curious = "curious-" + UUID.randomUUID();
        var record = Api.post("owner-of-it", Examples.GERMAN_POINT).path("id").toString();

        // when
        var others = Api.read(curious, record);
        var nobodys = Api.read(curious, record.substring(0, record.length() - 4) + "aaaa");

        // then
        assertEquals(404, others.statusCode());
        assertEquals(nobodys.asString(), others.asString());
        var entries =
                AuditLogs.entriesOnce("nl", entry -> entry.path("tenant").asText().equals(curious));
        assertTrue(
                entries.stream()
                        .filter(entry -> entry.path("tenant").asText().equals(curious))
                        .allMatch(entry -> entry.path("res").asText().equals("not_found")));
    }

    @Test
    void a_credential_has_one_pseudonym_in_a_region_and_another_elsewhere() {
        // given
        var mine = "cred-a";
        var german = Api.post(mine, Examples.GERMAN_POINT).path("id").toString();

        // when
        Api.read(mine, german).then().statusCode(200);
        Api.as(Roles.OPERATOR, mine, "in-region").get("/v1/retention").then().statusCode(200);

        // then
        var nl = credentials("nl", mine, "decision");
        assertEquals(1, nl.size());
        assertTrue(nl.iterator().next().matches("[0-9a-f]{16}"));
        assertEquals(nl, credentials("nl", mine, "read"));
        var operators = credentials("nl", mine, "retention");
        assertTrue(operators.stream().noneMatch(nl::contains));
        assertTrue(credentials("sg", mine, "retention").stream().noneMatch(operators::contains));
    }

    @Test
    void refused_logins_are_counted_durably_without_their_names() throws Exception {
        // given
        // Minutes that are over are counted in the log and leave the table.
        var since = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        var before = refused("token", since);

        // when
        for (int i = 0; i < 7; i++) {
            given().header("Authorization", "Bearer a.b.c" + i)
                    .get("/v1/keys")
                    .then()
                    .statusCode(401);
        }
        given().get("/v1/keys").then().statusCode(401);

        // then
        var deadline = Instant.now().plus(PATIENCE);
        while (refused("token", since) < before + 7 && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertTrue(refused("token", since) >= before + 7);
        RegionDatabase.update(
                "nl", "update refused_login set minute = minute - interval '3 minutes'");
        var entries =
                AuditLogs.entriesOnce(
                        "nl",
                        entry ->
                                entry.path("type").asText().equals("login")
                                        && entry.toString().contains("kind:token"));
        var logins =
                entries.stream()
                        .filter(entry -> entry.path("type").asText().equals("login"))
                        .toList();
        assertTrue(logins.stream().allMatch(entry -> entry.path("tenant").asText().equals("*")));
        assertTrue(logins.stream().noneMatch(entry -> entry.toString().contains("127.0.0.1")));
    }

    @Test
    void every_entry_is_of_the_closed_list() throws IOException {
        // given
        var listed =
                Files.readAllLines(Path.of("..", "docs", "audit-entries.md")).stream()
                        .map(ROW::matcher)
                        .filter(java.util.regex.Matcher::matches)
                        .flatMap(row ->
                                CODE.matcher(row.group(2))
                                        .results()
                                        .map(act -> row.group(1) + " " + act.group(1)))
                        .collect(Collectors.toSet());

        // when
        var found =
                Stream.of("cn", "nl", "sg")
                        .flatMap(region -> AuditLogs.entries(region).stream())
                        .map(entry ->
                                entry.path("type").asText() + " " + entry.path("act").asText())
                        .collect(Collectors.toCollection(TreeSet::new));

        // then
        found.removeAll(listed);
        assertEquals(Set.of(), found);
    }

    private static long refused(String kind, Instant since) throws Exception {
        return Long.parseLong(
                RegionDatabase.query(
                        "nl",
                        "select coalesce(sum(refused), 0) from refused_login"
                                + " where kind = ? and minute >= ?",
                        kind,
                        Timestamp.from(since)));
    }

    private static Set<String> credentials(String region, String tenant, String type) {
        return AuditLogs.entriesOnce(region, entry -> isOf(entry, tenant, type)).stream()
                .filter(entry -> isOf(entry, tenant, type))
                .map(entry -> entry.path("cred").asText())
                .collect(Collectors.toSet());
    }

    private static boolean isOf(JsonNode entry, String tenant, String type) {
        return entry.path("tenant").asText().equals(tenant)
                && entry.path("type").asText().equals(type);
    }

    /// The tenants that are in no log within a time.
    private static Set<String> missing(Set<String> tenants) {
        var missing = new HashSet<>(tenants);
        var deadline = Instant.now().plus(PATIENCE);
        while (!missing.isEmpty() && Instant.now().isBefore(deadline)) {
            for (var region : List.of("cn", "nl", "sg")) {
                AuditLogs.entries(region)
                        .forEach(entry -> missing.remove(entry.path("tenant").asText()));
            }
        }
        return missing;
    }

    private static String address(String path) {
        return path.replace("{region}", "nl")
                .replace("{shard}/{path}", "2026/checkpoint")
                .replace("{path}", "0/000")
                .replace("{name}", "log.keys")
                .replace("{id}", "nl_1")
                .replace("{kind}", "ropa")
                .replace("{hash}", "0".repeat(64))
                .replace("{reference}", "C-1")
                .replace("{version}", "1");
    }

    private static JsonNode document() throws IOException {
        return Json.MAPPER.readTree(given().get("/q/openapi?format=json").asString());
    }
}
