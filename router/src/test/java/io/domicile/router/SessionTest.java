// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.regions.RecordId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest {

    private static final String TENANT = "leaving";

    private final String session = "ride " + UUID.randomUUID();

    @Test
    void what_is_bound_to_a_session_ends_with_it_in_every_region() {
        // given
        String dutch = Api.post(TENANT, bound(Examples.GERMAN_TEXT)).path("id");
        String mainland = Api.post(TENANT, bound(inSession(Examples.MAINLAND_POINT))).path("id");
        String kept = Api.post(TENANT, of(Examples.GERMAN_TEXT)).path("id");
        var reading = Api.read(TENANT, dutch);
        reading.then().statusCode(200);
        assertTrue(AuditLogs.entry("nl", reading.path("audit.entry")).has("sp"));

        // when
        var closed = close(TENANT, session);

        // then
        closed.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("outcome", equalTo("closed"))
                .body("regions.region", hasItems("cn", "nl", "sg"))
                .body("regions.find { it.region == 'nl' }.records", equalTo(1))
                .body("regions.find { it.region == 'nl' }.keys_destroyed", hasSize(1))
                .body("regions.find { it.region == 'cn' }.records", equalTo(1))
                .body("regions.find { it.region == 'sg' }.keys_destroyed", empty());
        Api.read(TENANT, dutch).then().statusCode(410).body("code", equalTo("erased"));
        Api.read(TENANT, mainland).then().statusCode(410);
        Api.as("service", TENANT, "SG")
                .header("Purpose", "navigation")
                .get("/v1/records/" + mainland)
                .then()
                .statusCode(410);
        Api.read(TENANT, kept).then().statusCode(200);
        assertFalse(closed.asString().contains("ride"));
    }

    @Test
    void the_closing_is_in_the_log_of_each_region_without_the_session() {
        // given
        Api.post(TENANT, bound(Examples.GERMAN_TEXT)).then().statusCode(201);

        // when
        var closed = close(TENANT, session);

        // then
        for (var region : List.of("cn", "nl", "sg")) {
            String id = closed.path("regions.find { it.region == '" + region + "' }.audit.entry");
            var entry = AuditLogs.entry(region, id);
            assertEquals("session", entry.path("type").asText());
            assertEquals("erase", entry.path("act").asText());
            assertEquals("ok", entry.path("res").asText());
            assertFalse(entry.has("sp"));
            assertFalse(entry.toString().contains("ride"));
        }
    }

    @Test
    void a_later_record_of_the_session_is_refused_under_the_law_and_audited() {
        // given
        Api.post(TENANT, of(Examples.GERMAN_TEXT)).then().statusCode(201);
        close(TENANT, session).then().statusCode(200);

        // when
        var late = Api.post(TENANT, of(Examples.GERMAN_TEXT));

        // then
        late.then()
                .statusCode(451)
                .body("code", equalTo("refused"))
                .body("rules", hasItem("SESSION.CLOSED"))
                .body("need", equalTo("SESSION.CLOSED"))
                .body("citations", hasItem("PIPL 47"));
        var entry = AuditLogs.entry("nl", late.path("audit.entry"));
        assertEquals("deny", entry.path("act").asText());
        assertTrue(entry.path("rule").toString().contains("SESSION.CLOSED"));
        Api.post(TENANT, bound(Examples.GERMAN_TEXT)).then().statusCode(451);
        Api.post(TENANT, of(inSession(Examples.MAINLAND_POINT))).then().statusCode(451);
        var unclear = of(Examples.GERMAN_TEXT).replace(",\"age\":34", "");
        Api.post(TENANT, unclear).then().statusCode(451);
        Api.post(TENANT, Examples.GERMAN_TEXT).then().statusCode(201);
    }

    @Test
    void closing_again_changes_nothing_and_a_session_that_never_was_is_closed_too() {
        // given
        Api.post(TENANT, bound(Examples.GERMAN_TEXT)).then().statusCode(201);
        var first = close(TENANT, session);

        // when
        var again = close(TENANT, session);
        var unknown = close(TENANT, "never-" + session);

        // then
        again.then()
                .statusCode(200)
                .body("regions.records", everyItem(equalTo(0)))
                .body("regions.keys_destroyed", everyItem(empty()));
        assertEquals(
                instants(first.path("regions.closed_at")),
                instants(again.path("regions.closed_at")));
        assertNotEquals(
                (String) first.path("regions[0].audit.entry"),
                again.path("regions[0].audit.entry"));
        unknown.then()
                .statusCode(200)
                .body("outcome", equalTo("closed"))
                .body("regions.records", everyItem(equalTo(0)));
    }

    @Test
    void one_tenant_cannot_close_anothers_session() {
        // given
        String id = Api.post(TENANT, bound(Examples.GERMAN_TEXT)).path("id");

        // when
        close("leaving-rival", session).then().statusCode(200);

        // then
        Api.read(TENANT, id).then().statusCode(200);
        Api.post(TENANT, of(Examples.GERMAN_TEXT)).then().statusCode(201);
    }

    @Test
    void a_logout_ends_the_session_everywhere_and_is_itself_stored() {
        // given
        String dutch = Api.post(TENANT, bound(Examples.GERMAN_TEXT)).path("id");
        String mainland = Api.post(TENANT, bound(inSession(Examples.MAINLAND_POINT))).path("id");

        // when
        var logout = Api.post(TENANT, logout());

        // then
        logout.then().statusCode(201);
        Api.read(TENANT, logout.path("id")).then().statusCode(200);
        Api.read(TENANT, dutch).then().statusCode(410);
        Api.read(TENANT, mainland).then().statusCode(410);
        Api.post(TENANT, of(inSession(Examples.MAINLAND_POINT))).then().statusCode(451);
        Api.post(TENANT, of(Examples.SINGAPORE_TEXT)).then().statusCode(451);
        Api.post(TENANT, logout()).then().statusCode(451).body("rules", hasItem("SESSION.CLOSED"));
    }

    @Test
    void a_logout_that_was_cut_off_half_way_can_be_sent_again() throws SQLException {
        // given: the other regions have closed the session, the record's own has not
        close(TENANT, session).then().statusCode(200);
        reopen("nl");

        // when
        var again = Api.post(TENANT, logout());

        // then
        again.then().statusCode(201);
        Api.post(TENANT, of(Examples.GERMAN_TEXT)).then().statusCode(451);
    }

    @Test
    void a_closing_that_was_cut_off_half_way_can_be_called_again() throws SQLException {
        // given
        String id = Api.post(TENANT, bound(Examples.GERMAN_TEXT)).path("id");
        close(TENANT, session).then().statusCode(200);
        reopen("sg");
        Api.post(TENANT, of(Examples.SINGAPORE_TEXT)).then().statusCode(201);

        // when
        close(TENANT, session).then().statusCode(200);

        // then
        Api.post(TENANT, of(Examples.SINGAPORE_TEXT)).then().statusCode(451);
        Api.read(TENANT, id).then().statusCode(410);
    }

    @Test
    void a_repeated_request_gets_its_first_answer_also_after_the_closing() {
        // given
        var early = UUID.randomUUID().toString();
        var late = UUID.randomUUID().toString();
        var last = UUID.randomUUID().toString();
        var stored = post(early, of(Examples.GERMAN_TEXT));
        var ended = post(last, logout());
        var refused = post(late, of(Examples.GERMAN_TEXT));

        // when
        var storedAgain = post(early, of(Examples.GERMAN_TEXT));
        var endedAgain = post(last, logout());
        var refusedAgain = post(late, of(Examples.GERMAN_TEXT));

        // then
        assertEquals(List.of(201, 201, 451), statuses(stored, ended, refused));
        assertEquals(List.of(201, 201, 451), statuses(storedAgain, endedAgain, refusedAgain));
        assertEquals(stored.asString(), storedAgain.asString());
        assertEquals(ended.asString(), endedAgain.asString());
        assertEquals(refused.asString(), refusedAgain.asString());
    }

    @Test
    void erasing_the_subject_erases_what_is_bound_to_its_sessions_too() {
        // given
        var person = "u-" + UUID.randomUUID();
        String id =
                Api.post(TENANT, bound(Examples.GERMAN_TEXT).replace("u-1842", person)).path("id");

        // when
        var erased = Api.as(TENANT).delete("/v1/subjects/" + person);

        // then
        erased.then()
                .statusCode(200)
                .body("regions.find { it.region == 'nl' }.records", equalTo(1));
        Api.read(TENANT, id).then().statusCode(410);
    }

    @Test
    void what_is_bound_to_a_session_stays_while_a_legal_hold_is_on_its_person() {
        // given
        var person = "u-" + UUID.randomUUID();
        String id =
                Api.post(TENANT, bound(Examples.GERMAN_TEXT).replace("u-1842", person)).path("id");
        var compliance = Api.as("compliance", TENANT, "in-region");
        var hold = "/v1/subjects/" + person + "/holds/CASE-1";
        compliance
                .contentType("application/json")
                .body("{\"basis\":\"legal_claim\"}")
                .put(hold)
                .then()
                .statusCode(200);

        // when
        var closed = close(TENANT, session);

        // then
        closed.then()
                .statusCode(200)
                .body("regions.find { it.region == 'nl' }.keys_held", equalTo(1))
                .body("regions.find { it.region == 'nl' }.records", equalTo(0));
        Api.read(TENANT, id).then().statusCode(200);
        Api.post(TENANT, of(Examples.GERMAN_TEXT)).then().statusCode(451);
        Api.as("compliance", TENANT, "in-region").delete(hold).then().statusCode(200);
        close(TENANT, session)
                .then()
                .body("regions.find { it.region == 'nl' }.records", equalTo(1));
        Api.read(TENANT, id).then().statusCode(410);
    }

    @Test
    void the_networks_log_of_what_a_session_brought_stays_restricted_in_the_mainland()
            throws SQLException {
        // given
        String id = Api.post(TENANT, bound(inSession(Examples.MAINLAND_POINT))).path("id");
        var record = RecordId.parse(id).orElseThrow().uuid();
        var restricted =
                "select count(*) from perishable.subject_key k join record r on r.key_id = k.id"
                        + " where r.id = ? and k.restricted_until is not null";
        assertEquals("0", RegionDatabase.query("cn", restricted, record));

        // when
        close(TENANT, session).then().statusCode(200);

        // then
        Api.read(TENANT, id).then().statusCode(410);
        assertEquals("1", RegionDatabase.query("cn", restricted, record));
    }

    @Test
    void no_record_of_a_session_is_taken_once_its_closing_is_answered() throws Exception {
        // given
        Queue<Response> taken = new ConcurrentLinkedQueue<>();
        Queue<Response> after = new ConcurrentLinkedQueue<>();
        var answered = new AtomicReference<Response>();

        // when
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    for (int n = 0; n < 400 && after.size() < 40; n++) {
                        boolean over = answered.get() != null;
                        (over ? after : taken).add(Api.post(TENANT, bound(Examples.GERMAN_TEXT)));
                    }
                });
            }
            while (taken.size() < 40) {
                Thread.onSpinWait();
            }
            answered.set(close(TENANT, session));
        }

        // then
        answered.get().then().statusCode(200);
        assertTrue(after.size() >= 40);
        after.forEach(late -> late.then().statusCode(451));
        var stored = taken.stream().filter(answer -> answer.statusCode() == 201).toList();
        assertTrue(stored.size() >= 32, "some came before");
        stored.forEach(answer -> Api.read(TENANT, answer.path("id")).then().statusCode(410));
        int records = answered.get().path("regions.find { it.region == 'nl' }.records");
        assertEquals(stored.size(), records);
    }

    @Test
    void a_record_is_bound_to_a_session_that_it_names_and_that_can_be_addressed() {
        // when
        var without =
                Api.post(TENANT, bound(Examples.GERMAN_TEXT).replaceAll("\"session\":[^,]+,", ""));
        var last =
                Api.post(TENANT, logout().replace("{\"type\"", "{\"session_bound\":true,\"type\""));
        var nowhere = Api.post(TENANT, Examples.GERMAN_TEXT.replace("s-77", ".."));

        // then
        without.then().statusCode(422).body("pointer", equalTo("/session"));
        last.then().statusCode(422).body("pointer", equalTo("/session_bound"));
        nowhere.then().statusCode(422).body("pointer", equalTo("/session"));
        close(TENANT, "s".repeat(129)).then().statusCode(422);
    }

    @Test
    void a_regulator_closes_nothing_and_nobody_without_a_token() {
        // when
        var regulator =
                Api.as("regulator", TENANT, "in-region").delete("/v1/sessions/" + path(session));

        // then
        regulator.then().statusCode(403);
        assertEquals(
                200,
                Api.as("compliance", TENANT, "in-region")
                        .delete("/v1/sessions/" + path(session))
                        .statusCode());
    }

    private static Response close(String tenant, String session) {
        return Api.as(tenant).delete("/v1/sessions/" + path(session));
    }

    private static String path(String session) {
        return URLEncoder.encode(session, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String of(String record) {
        return record.replace("s-77", session);
    }

    private String bound(String record) {
        return of(record).replace("\"session\":", "\"session_bound\":true,\"session\":");
    }

    private static String inSession(String record) {
        return record.replace("\"via\":", "\"session\":\"s-77\",\"via\":");
    }

    private String logout() {
        return of(Examples.GERMAN_TEXT)
                .replace("msg.text", "sess.logout")
                .replaceAll(",\"message\":[{][^}]*[}]", "");
    }

    private static Response post(String key, String record) {
        return Api.as(TENANT)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(record)
                .post("/v1/records");
    }

    private static List<Integer> statuses(Response... answers) {
        return List.of(answers).stream().map(Response::statusCode).toList();
    }

    private static List<Instant> instants(List<String> texts) {
        return texts.stream().map(Instant::parse).toList();
    }

    /// As if the region had not been reached.
    private static void reopen(String region) throws SQLException {
        RegionDatabase.update(
                region,
                "delete from closed_session where session ="
                        + " (select session from closed_session order by closed_at desc limit 1)");
    }
}
