// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.replay;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.regions.Admission;
import io.domicile.regions.Residences;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Caller;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReplayProfile.class)
class ReplayTest {

    private static final EncoderConfig NO_CHARSET =
            new EncoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
    private static final String NDJSON = "application/x-ndjson";
    private static final String DUTCH_CHILD =
            Examples.GERMAN_TEXT.replace("\"DE\"", "\"NL\"").replace("\"age\":34", "\"age\":15");
    private static final String CHILD =
            """
            {"query":"store","facts":{"record":{"type":"msg.text"},"subjects":[{"home":"NL","age":%d}],
             "collect":"NL","via":"phone","purpose":"deliver_message","tenant":{"est":"NL"}}}\
            """;

    @Inject Residences residences;
    @Inject PolicyEngine policies;
    @Inject Replays replays;

    private final String tenant = "replays-" + UUID.randomUUID();
    private Instant began = Instant.EPOCH;

    @BeforeEach
    void begin() {
        began = Instant.now();
    }

    @Test
    void a_candidate_changes_the_decisions_that_its_rule_was_for_and_no_others() {
        // given
        var children = List.of(entry(store(DUTCH_CHILD, 451)), entry(store(DUTCH_CHILD, 451)));
        ask(CHILD.formatted(14));
        var text = store(Examples.GERMAN_TEXT, 201);
        Api.read(tenant, text.path("id")).then().statusCode(200);
        store(Examples.MAINLAND_POINT, 201);
        store(Examples.SINGAPORE_TEXT, 201);
        await("cn", "nl", "sg");

        // when
        var report = report(ReplayProfile.YOUNGER, Map.of("from", began.toString()));

        // then
        assertEquals("younger.tar.gz", report.at("/candidate/revision").asText());
        assertEquals(7, report.path("entries").asLong(), report.toPrettyString());
        assertEquals(7, report.path("decided").asLong());
        assertEquals(6, report.path("distinct").asLong());
        assertEquals(3, report.path("changed").asLong());
        assertEquals(0, report.path("unverified").asLong());
        assertEquals(0, report.path("without_facts").asLong());
        assertEquals(0, report.path("failed").asLong());
        assertEquals(3, rule(report, "R20.EU").path("lost").asLong());
        assertEquals(0, rule(report, "R20.EU").path("gained").asLong());
        assertEquals(3, rule(report, "R7").path("gained").asLong());
        assertEquals(
                json(
                        """
                        [{"region":"CN","entries":1,"changed":0,"by_effect":[]},
                         {"region":"NL","entries":5,"changed":3,
                          "by_effect":[{"from":"DENY","to":"ALLOW","count":3}]},
                         {"region":"SG","entries":1,"changed":0,"by_effect":[]}]
                        """),
                report.path("by_region"));
        var samples = report.path("samples");
        assertEquals(2, samples.size(), "one of each different question");
        var log = AuditLogs.entries("nl");
        assertEquals(children.getFirst(), at(log, samples.path(0)));
        assertEquals("ask", log.get(samples.path(1).path("index").asInt()).path("act").asText());
        assertEquals("DENY", samples.path(0).at("/before/effect").asText());
        assertEquals("CONSENT.GUARD", samples.path(0).at("/before/need").asText());
        assertEquals("ALLOW", samples.path(0).at("/after/effect").asText());
        assertEquals("NL", samples.path(0).at("/after/region").asText());
        assertFalse(report.toString().contains("\"age\""), "no facts");
    }

    @Test
    void the_policies_in_force_change_nothing() {
        // given
        store(DUTCH_CHILD, 451);
        store(Examples.GERMAN_POINT, 201);
        await("nl");

        // when
        var report = report(ReplayProfile.SAME, Map.of("from", began.toString()));

        // then
        assertEquals(2, report.path("decided").asLong(), report.toPrettyString());
        assertEquals(0, report.path("changed").asLong());
        assertTrue(report.path("by_rule").isEmpty());
        assertTrue(report.path("samples").isEmpty());
    }

    @Test
    void what_no_rule_tells_apart_is_found_too() {
        // given
        store(Examples.GERMAN_TEXT, 201);
        await("nl");

        // when
        var report = report(ReplayProfile.LONGER, Map.of("from", began.toString()));

        // then
        assertEquals(1, report.path("changed").asLong(), report.toPrettyString());
        assertEquals(json("[{\"member\":\"retain_days\",\"count\":1}]"), report.path("by_member"));
        assertEquals(30, report.at("/samples/0/before/retain_days").asInt());
        assertEquals(90, report.at("/samples/0/after/retain_days").asInt());
    }

    @Test
    void a_question_that_the_candidate_does_not_answer_is_counted_and_named() {
        // given
        store(Examples.GERMAN_TEXT, 201);
        store(Examples.SINGAPORE_TEXT, 201);
        await("nl", "sg");

        // when
        var report = report(ReplayProfile.BROKEN, Map.of("from", began.toString()));

        // then
        assertEquals(2, report.path("entries").asLong(), report.toPrettyString());
        assertEquals(1, report.path("decided").asLong());
        assertEquals(1, report.path("failed").asLong());
        var failure = report.at("/failures/0");
        assertEquals("store", failure.path("query").asText());
        assertEquals(
                "the policy engine's answer is malformed at retain_days",
                failure.path("reason").asText());
        assertEquals(
                tenant,
                AuditLogs.entries("nl").get(failure.path("index").asInt()).path("tenant").asText());
    }

    @Test
    void facts_that_were_changed_in_the_store_are_not_used() throws Exception {
        // given
        ask(CHILD.formatted(11));
        await("nl");
        alter(
                "update decision set facts = replace(facts, '11', '35') where tenant = '%s'"
                        .formatted(tenant));

        // when
        var report = report(ReplayProfile.YOUNGER, Map.of("from", began.toString()));

        // then
        assertEquals(1, report.path("entries").asLong(), report.toPrettyString());
        assertEquals(1, report.path("unverified").asLong());
        assertEquals(0, report.path("decided").asLong());
    }

    @Test
    void facts_of_another_event_are_not_used() throws Exception {
        // given
        ask(CHILD.formatted(14));
        ask(CHILD.formatted(15));
        await("nl");
        alter(
                """
                update audit_index set decision = (select max(id) from decision where tenant = '%1$s')
                where decision = (select min(id) from decision where tenant = '%1$s')
                """
                        .formatted(tenant));

        // when
        var report = report(ReplayProfile.YOUNGER, Map.of("from", began.toString()));

        // then
        assertEquals(1, report.path("unverified").asLong(), report.toPrettyString());
        assertEquals(1, report.path("changed").asLong());
    }

    @Test
    void an_event_whose_facts_are_gone_is_counted() throws Exception {
        // given
        ask(CHILD.formatted(14));
        await("nl");
        alter(
                "update audit_index set decision = null where decision in (select id from decision where tenant = '%s')"
                        .formatted(tenant));

        // when
        var report = report(ReplayProfile.YOUNGER, Map.of("from", began.toString()));

        // then
        assertEquals(1, report.path("without_facts").asLong(), report.toPrettyString());
        assertEquals(0, report.path("decided").asLong());
    }

    @Test
    void compliance_sees_the_decisions_of_its_tenant_and_operators_see_all() {
        // given
        ask(CHILD.formatted(14));
        var other = "replays-" + UUID.randomUUID();
        ask(other, CHILD.formatted(14));
        ask(other, CHILD.formatted(34));
        await("nl");
        var from = Map.of("from", began.toString());

        // when
        var own = report(ReplayProfile.YOUNGER, from);
        var others = post(Roles.COMPLIANCE, other, ReplayProfile.YOUNGER, from);
        var all = post(Roles.OPERATOR, tenant, ReplayProfile.YOUNGER, from);

        // then
        assertEquals(1, own.path("entries").asLong());
        others.then().statusCode(200).body("entries", equalTo(2)).body("changed", equalTo(1));
        all.then().statusCode(200).body("entries", equalTo(3)).body("changed", equalTo(2));
    }

    @Test
    void a_time_and_a_region_say_what_is_decided_again() {
        // given
        ask(CHILD.formatted(14));
        await("nl");
        var between = Instant.now();
        ask(CHILD.formatted(15));
        store(Examples.SINGAPORE_TEXT, 201);
        await("nl", "sg");
        var end = Instant.now().toString();

        // when
        var before =
                report(
                        ReplayProfile.YOUNGER,
                        Map.of("from", began.toString(), "to", between.toString()));
        var after = report(ReplayProfile.YOUNGER, Map.of("from", between.toString(), "to", end));
        var dutch =
                report(
                        ReplayProfile.YOUNGER,
                        Map.of("from", between.toString(), "to", end, "region", "nl"));

        // then
        assertEquals(1, before.path("entries").asLong());
        assertEquals(between.toEpochMilli(), time(before.path("to")).toEpochMilli());
        assertEquals(2, after.path("entries").asLong());
        assertEquals(1, dutch.path("entries").asLong());
        assertEquals(1, dutch.path("by_region").size());
    }

    @Test
    void the_last_decisions_are_the_latest_of_all_regions() {
        // given
        for (int age = 1; age <= 4; age++) {
            ask(CHILD.formatted(age));
        }
        store(Examples.SINGAPORE_TEXT, 201);
        ask(CHILD.formatted(14));
        await("nl", "sg");

        // when
        var report = report(ReplayProfile.YOUNGER, Map.of("last", "3"));

        // then
        assertEquals(3, report.path("entries").asLong(), report.toPrettyString());
        assertEquals(1, report.path("changed").asLong());
        assertEquals(1, report.at("/by_region/2/entries").asLong());
    }

    @Test
    void a_stream_has_progress_and_the_same_report_as_last_line() throws Exception {
        // given
        ask(CHILD.formatted(14));
        await("nl");
        var scope = Map.of("from", began.toString(), "to", Instant.now().toString());
        var alone = report(ReplayProfile.YOUNGER, scope);

        // when
        var answer =
                request(Roles.COMPLIANCE, tenant, ReplayProfile.YOUNGER)
                        .accept(NDJSON)
                        .queryParams(scope)
                        .post("/v1/policies/replay");

        // then
        answer.then().statusCode(200).contentType(containsString(NDJSON));
        var lines = answer.asString().lines().map(ReplayTest::json).toList();
        assertTrue(lines.size() >= 2, answer.asString());
        for (var line : lines.subList(0, lines.size() - 1)) {
            assertTrue(line.at("/progress/done").asLong() <= line.at("/progress/total").asLong());
        }
        assertEquals(alone, lines.getLast());
    }

    @Test
    void thousands_of_entries_are_gone_through_and_more_than_the_limit_are_refused()
            throws Exception {
        // given
        var question = question(CHILD.formatted(14));
        note(question, 3000);
        await("nl");
        var from = Map.of("from", began.toString());

        // when
        var report = report(ReplayProfile.YOUNGER, from);
        note(question, 1500);
        await("nl");
        var refused = post(Roles.COMPLIANCE, tenant, ReplayProfile.YOUNGER, from);
        var last = report(ReplayProfile.YOUNGER, Map.of("last", "2000"));

        // then
        assertEquals(3000, report.path("changed").asLong());
        assertEquals(1, report.path("distinct").asLong());
        refused.then()
                .statusCode(422)
                .body("code", equalTo("out_of_range"))
                .body("detail", containsString("at most 4000"));
        assertEquals(2000, last.path("changed").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "unsigned.tar.gz, the bundle is not signed.",
        "foreign.tar.gz, the bundle is not signed by the configured key.",
        "operator.pub, the policy bundle is broken."
    })
    void a_bad_bundle_is_refused_with_the_reason(String file, String reason) {
        for (var accept : List.of("application/json", NDJSON)) {
            // when
            var answer =
                    request(Roles.OPERATOR, tenant, file)
                            .accept(accept)
                            .post("/v1/policies/replay");

            // then
            answer.then()
                    .statusCode(422)
                    .contentType("application/problem+json")
                    .body("code", equalTo("bundle_refused"))
                    .body("detail", equalTo(reason));
        }
        AuditLogs.entriesOnce(
                "nl",
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("res").asText().equals("bundle_refused"));
    }

    @ParameterizedTest
    @CsvSource({
        "from, yesterday, bad_time, The parameter from",
        "to, 2026-02-30, bad_time, The parameter to",
        "from, 2999-01-01, out_of_range, from is not before to",
        "last, 0, out_of_range, The parameter last",
        "last, 100001, out_of_range, The parameter last",
        "region, us, unknown_value, The parameter region",
        "since, 2026-01-01, unknown_field, The parameters are"
    })
    void a_bad_parameter_is_refused_by_name(String name, String value, String code, String detail) {
        // when
        var answer = post(Roles.OPERATOR, tenant, ReplayProfile.SAME, Map.of(name, value));

        // then
        answer.then()
                .statusCode(422)
                .body("code", equalTo(code))
                .body("detail", containsString(detail));
    }

    @Test
    void a_number_and_a_time_contradict_each_other() {
        post(Roles.OPERATOR, tenant, ReplayProfile.SAME, Map.of("last", "5", "from", "2026-01-01"))
                .then()
                .statusCode(422)
                .body("code", equalTo("conflict"));
    }

    @Test
    void only_operators_and_compliance_replay() {
        for (var role : List.of(Roles.SERVICE, Roles.REGULATOR)) {
            post(role, tenant, ReplayProfile.SAME, Map.of()).then().statusCode(403);
        }
        RestAssured.given()
                .contentType("application/gzip")
                .body(new byte[1])
                .post("/v1/policies/replay")
                .then()
                .statusCode(401);
    }

    @Test
    void a_replay_puts_nothing_in_force_and_is_audited() {
        // given
        var before = ask(CHILD.formatted(14));
        var candidate = PolicyBundle.of(ReplayProfile.FOLDER.resolve(ReplayProfile.YOUNGER));

        // when
        report(ReplayProfile.YOUNGER, Map.of("from", began.toString()));

        // then
        var after = ask(CHILD.formatted(14));
        assertEquals(before, after, "decided by the same policies");
        AuditLogs.entriesOnce(
                "nl",
                entry ->
                        entry.path("act").asText().equals("replay")
                                && entry.path("tenant").asText().equals(tenant)
                                && entry.path("actor").asText().equals(Roles.COMPLIANCE)
                                && entry.path("policy")
                                        .asText()
                                        .equals(candidate.revision().digest()));
    }

    @Test
    void a_third_replay_waits_its_turn() throws Exception {
        // given
        var begun = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        var running = new ArrayList<CompletableFuture<JsonNode>>();
        for (int i = 0; i < 2; i++) {
            running.add(
                    CompletableFuture.supplyAsync(
                            () -> run(new Waiting(begun, release)),
                            task -> Thread.ofPlatform().start(task)));
        }
        begun.await();

        // when
        var third = post(Roles.OPERATOR, tenant, ReplayProfile.SAME, Map.of("last", "1"));
        release.countDown();

        // then
        third.then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("unavailable"));
        running.forEach(CompletableFuture::join);
        post(Roles.OPERATOR, tenant, ReplayProfile.SAME, Map.of("last", "1"))
                .then()
                .statusCode(200);
    }

    @Test
    void a_replay_that_nobody_waits_for_ends() {
        // given
        ask(CHILD.formatted(14));
        await("nl");
        var gone =
                new Replay.Watcher() {
                    @Override
                    public void progress(long done, long total) {
                        assertEquals(0, done, "no page is finished");
                    }

                    @Override
                    public boolean isGone() {
                        return true;
                    }
                };

        // when
        var ended = assertThrows(CancellationException.class, () -> run(gone));

        // then
        assertEquals(null, ended.getMessage());
    }

    /// Stops at its first page until it is released.
    private record Waiting(CountDownLatch begun, CountDownLatch release) implements Replay.Watcher {

        @Override
        public void progress(long done, long total) {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean isGone() {
            return false;
        }
    }

    private JsonNode run(Replay.Watcher watcher) {
        var scope =
                new Scope(
                        Optional.of(tenant),
                        List.copyOf(residences.all()),
                        began,
                        Instant.now(),
                        OptionalInt.empty());
        return replays.run(caller(), bytes(ReplayProfile.YOUNGER), scope, watcher);
    }

    private Caller caller() {
        return new Caller(tenant, Roles.COMPLIANCE, Optional.empty());
    }

    private JsonNode report(String file, Map<String, String> scope) {
        var answer = post(Roles.COMPLIANCE, tenant, file, scope);
        answer.then().statusCode(200).contentType("application/json");
        return json(answer.asString());
    }

    private static Response post(
            String role, String tenant, String file, Map<String, String> scope) {
        return request(role, tenant, file).queryParams(scope).post("/v1/policies/replay");
    }

    private static RequestSpecification request(String role, String tenant, String file) {
        return Api.as(role, tenant, "in-region")
                .config(RestAssured.config().encoderConfig(NO_CHARSET))
                .contentType("application/gzip")
                .body(bytes(file));
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(ReplayProfile.FOLDER.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Response store(String record, int status) {
        var answer = Api.post(tenant, record);
        assertEquals(status, answer.statusCode(), answer.asString());
        return answer;
    }

    private static String entry(Response answer) {
        return answer.path("audit.entry");
    }

    private String ask(String question) {
        return ask(tenant, question);
    }

    /// Asks, and says which bundle decided.
    private static String ask(String tenant, String question) {
        var answer =
                Api.as(Roles.SERVICE, tenant, "in-region")
                        .contentType("application/json")
                        .body(question)
                        .post("/v1/decisions");
        answer.then().statusCode(200);
        return answer.path("policy.digest");
    }

    /// Many events about one question, without HTTP.
    private void note(Question question, int count) {
        var decision = policies.decide(question).toCompletableFuture().join();
        var note =
                Notes.of("decision", caller(), "ask", "ok")
                        .question(question)
                        .decision(decision)
                        .build();
        var written = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < count; i++) {
            written.add(
                    residences
                            .at(RegionId.of("nl"))
                            .note(note, Optional.empty(), Optional.empty()));
        }
        written.forEach(stage -> stage.toCompletableFuture().join());
    }

    private static Question question(String body) {
        var json = json(body);
        return new Question(json.path("query").asText(), json.path("facts"));
    }

    /// Waits until all that was written is in the logs.
    private void await(String... regions) {
        for (var region : regions) {
            var residence = residences.at(RegionId.of(region));
            var note = Notes.of("decision", caller(), "ask", "ok").build();
            var written =
                    (Admission.Done)
                            residence
                                    .note(note, Optional.empty(), Optional.empty())
                                    .toCompletableFuture()
                                    .join();
            var unused = AuditLogs.entry(region, written.receipt().entry().toString());
        }
    }

    private static String at(List<JsonNode> log, JsonNode sample) {
        return log.get(sample.path("index").asInt()).path("id").asText();
    }

    private static JsonNode rule(JsonNode report, String rule) {
        return report.path("by_rule")
                .valueStream()
                .filter(counts -> counts.path("rule").asText().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static Instant time(JsonNode node) {
        return Instant.parse(node.asText());
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /// Changes the database of `nl` as somebody with all rights might.
    private static void alter(String sql) throws Exception {
        var cluster = Api.home().resolve("nl/postgres");
        var port = Files.readAllLines(cluster.resolve("data/postmaster.pid")).get(3);
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/domicile",
                                "postgres",
                                Files.readString(cluster.resolve("password")).strip());
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate(sql));
        }
    }
}
