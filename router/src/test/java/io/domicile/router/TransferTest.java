// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.RecordId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(TransferTest.WithMechanisms.class)
class TransferTest {

    /// Tenants that differ in what they hold.
    public static final class WithMechanisms implements QuarkusTestProfile {

        private static final String ATTESTED =
                "ATTEST.LOCAL,BASIS.RECORD,COUNSEL,DEFAULT.OFF,DPIA.EU,NOTICE.ART13,NOTICE.AUTO,"
                        + "NOTICE.PDPA,NOTICE.SPI,PIA.CN,REAL_NAME,FILE.10WD,LINE.LICENSED,NOTICE.XB";

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<String, String>();
            for (var tenant : List.of("none", "full", "silent")) {
                var prefix = "domicile.tenants." + tenant;
                settings.put(prefix + ".establishments", "CN,NL,SG");
                settings.put(
                        prefix + ".attestations",
                        tenant.equals("silent")
                                ? ATTESTED.replace(",LINE.LICENSED", "")
                                : ATTESTED);
                if (!tenant.equals("none")) {
                    settings.put(
                            prefix + ".mechanisms",
                            "SC:2099-12-31,EU_SCC:2099-12-31,TIA_OK:2099-12-31");
                }
            }
            return settings;
        }
    }

    private static final String MAINLAND =
            Examples.MAINLAND_POINT.replace(
                    "[\"CONSENT.SEP\"]", "[\"CONSENT.SEP\",\"CONSENT.XB\"]");

    @Test
    void a_moved_record_is_read_in_its_new_home_and_nowhere_else() throws SQLException {
        // given
        var id = stored("full", german("u-moved"));

        // when
        var answer = move("full", id, "sg");

        // then
        answer.then()
                .statusCode(200)
                .header("Location", startsWith("/v1/transfers/nl_"))
                .body("outcome", equalTo("ended"))
                .body("records.done", equalTo(1))
                .body("first[0].id", equalTo(id));
        String there = answer.path("first[0].new_id");
        Api.read("full", there)
                .then()
                .statusCode(200)
                .body("region", equalTo("sg"))
                .body("record.subjects[0].id", equalTo("u-moved"))
                .body("record.message.body", equalTo("Hallo"));
        Api.read("full", id)
                .then()
                .statusCode(410)
                .body("code", equalTo("moved"))
                .body("moved_to", equalTo(there));
        Api.read("none", id).then().statusCode(404);
        assertEquals(
                "true",
                RegionDatabase.query(
                        "nl",
                        "select (envelope is null)::text from record where id = ?",
                        uuid(id)));
        assertEquals("0", RegionDatabase.query("sg", "select count(*) from arrival"));
    }

    @Test
    void both_logs_have_matching_entries_without_a_word_of_the_person() {
        // given
        var id = stored("full", german("canary-mover"));

        // when
        var answer = move("full", id, "sg");

        // then
        String label = answer.path("label");
        var here = phases("nl", label, "released");
        var there = phases("sg", label, "opened");
        assertEquals(List.of("phase:begun", "phase:released"), here);
        assertEquals(List.of("phase:arrived", "phase:opened"), there);
        var entry =
                AuditLogs.entries("sg").stream()
                        .filter(one -> has(one, label) && has(one, "phase:arrived"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("NL", entry.path("from").asText());
        assertEquals("SG", entry.path("to").asText());
        assertFalse(entry.toString().contains("canary"));
        assertFalse(answer.asString().contains("canary"));
    }

    @Test
    void a_copy_leaves_the_record_where_it_is() {
        // given
        var id = stored("full", german("u-copied"));

        // when
        var answer = order("full", body(id, "sg").replace("move", "copy"));

        // then
        answer.then().statusCode(200).body("mode", equalTo("copy"));
        Api.read("full", id).then().statusCode(200);
        Api.read("full", answer.path("first[0].new_id")).then().statusCode(200);
        var again = order("full", body(id, "sg").replace("move", "copy"));
        assertEquals(answer.<String>path("id"), again.path("id"));
    }

    @Test
    void other_people_have_tokens_of_the_new_region() {
        // given
        var two =
                german("u-author")
                        .replace(
                                "\"age\":34}",
                                "\"age\":34},{\"id\":\"u-peer\",\"role\":\"recipient\","
                                        + "\"home\":\"DE\",\"age\":30}");
        var id = stored("full", two);
        String before = Api.read("full", id).path("record.subjects[1].id");

        // when
        String there = move("full", id, "sg").path("first[0].new_id");

        // then
        Api.read("full", there)
                .then()
                .body("record.subjects[0].id", equalTo("u-author"))
                .body("record.subjects[1].id", startsWith("dom_sg_"));
        assertTrue(before.startsWith("dom_nl_"), before);
    }

    @Test
    void without_a_ground_in_law_nothing_moves_and_the_log_says_why() {
        // given
        var id = stored("none", german("u-stays"));

        // when
        var answer = move("none", id, "sg");

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("refused"))
                .body("need", equalTo("ART46"))
                .body("rules", hasItem("E2.LACK"));
        Api.read("none", id).then().statusCode(200);
        var logged = AuditLogs.entry("nl", answer.path("audit.entry"));
        assertEquals("deny", logged.path("act").asText());
        assertEquals("transfer", logged.path("type").asText());
        unfinished("none").then().body("transfers", empty());
    }

    @Test
    void nothing_systematic_goes_from_europe_to_the_mainland() {
        // given
        var id = stored("full", german("u-no-way"));

        // when
        var answer = move("full", id, "cn");

        // then
        answer.then().statusCode(451).body("need", equalTo("ART46_UNAVAILABLE"));
    }

    @Test
    void what_the_tenant_has_not_attested_keeps_the_record_where_it_is() {
        // given
        var id = stored("silent", MAINLAND.replace("u-2001", "u-silent"));

        // when
        var answer = move("silent", id, "sg");

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("need", equalTo("LINE.LICENSED"));
        Api.read("silent", id).then().statusCode(200);
    }

    @Test
    void a_mainland_record_that_leaves_counts_its_person_once() {
        // given
        var id = stored("full", MAINLAND.replace("u-2001", "u-exported-" + UUID.randomUUID()));
        int before = spi();

        // when
        var answer = move("full", id, "sg");

        // then
        answer.then().statusCode(200).body("records.done", equalTo(1));
        assertEquals(before + 1, spi());
    }

    @Test
    void a_consent_that_comes_with_the_order_counts() {
        // given
        var id = stored("full", Examples.MAINLAND_POINT.replace("u-2001", "u-agrees"));
        move("full", id, "sg").then().statusCode(451).body("need", equalTo("CONSENT.XB"));

        // when
        var answer = order("full", body(id, "sg").replace("}", ",\"consents\":[\"CONSENT.XB\"]}"));

        // then
        answer.then().statusCode(200).body("records.done", equalTo(1));
    }

    @Test
    void a_subjects_home_moves_with_all_that_may_go_and_its_key_is_destroyed() throws SQLException {
        // given
        var ids = IntStream.range(0, 20).mapToObj(_ -> stored("full", german("u-home"))).toList();
        var key =
                RegionDatabase.query(
                        "nl", "select key_id from record where id = ?", uuid(ids.getFirst()));

        // when
        var answer = home("full", "u-home", "nl", "sg");

        // then
        answer.then()
                .statusCode(200)
                .body("what", equalTo("subject"))
                .body("records.all", equalTo(20))
                .body("records.done", equalTo(20))
                .body("stayed", empty());
        assertFalse(answer.asString().contains("u-home"));
        List<String> old = answer.path("first.id");
        old.forEach(
                id -> Api.read("full", id).then().statusCode(410).body("code", equalTo("moved")));
        List<String> there = answer.path("first.new_id");
        there.forEach(id -> Api.read("full", id).then().statusCode(200));
        assertEquals(
                "0",
                RegionDatabase.query(
                        "nl",
                        "select count(*) from perishable.subject_key where id::text = ?",
                        key));
        home("full", "u-home", "nl", "sg").then().statusCode(404);
    }

    @Test
    void what_may_not_go_stays_behind_and_is_counted_by_its_reason() {
        // given
        var half = "u-half-" + UUID.randomUUID();
        var goes = stored("full", MAINLAND.replace("u-2001", half));
        var stays = stored("full", Examples.MAINLAND_POINT.replace("u-2001", half));

        // when
        var answer = home("full", half, "cn", "sg");

        // then
        answer.then()
                .statusCode(200)
                .body("records.done", equalTo(1))
                .body("records.stayed", equalTo(1))
                .body("stayed.code", contains("CONSENT.XB"))
                .body("stayed[0].records", equalTo(1));
        Api.read("full", goes).then().statusCode(410);
        Api.read("full", stays).then().statusCode(200);
    }

    @Test
    void the_same_order_again_is_the_same_transfer() {
        // given
        var id = stored("full", german("u-again"));
        var first = move("full", id, "sg");

        // when
        var second = move("full", id, "sg");

        // then
        second.then().statusCode(200);
        assertEquals(first.<String>path("id"), second.path("id"));
        move("full", id, "cn").then().statusCode(410).body("code", equalTo("moved"));
    }

    @Test
    void an_idempotency_key_stands_for_one_order() {
        // given
        var subject = "u-keyed";
        stored("full", german(subject));
        var order = homeBody(subject, "nl", "sg");
        var first = keyed("full", "k-1", order);

        // when
        var second = keyed("full", "k-1", order);
        var other = keyed("full", "k-1", order.replace("support", "access"));

        // then
        first.then().statusCode(200);
        assertEquals(first.<String>path("id"), second.path("id"));
        other.then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void a_refused_order_that_is_repeated_is_refused_with_the_same_words() {
        // given
        var subject = "u-keyed-stays";
        stored("none", german(subject));
        var order = homeBody(subject, "nl", "sg");
        var first = keyed("none", "k-2", order);

        // when
        var second = keyed("none", "k-2", order);

        // then
        first.then().statusCode(451).body("need", equalTo("ART46"));
        second.then().statusCode(451);
        assertEquals(first.asString(), second.asString());
    }

    @Test
    void the_list_of_transfers_goes_on_after_an_id() {
        // when
        var none = Api.as("full").get("/v1/transfers?after=zz_1");
        var rest = Api.as("full").get("/v1/transfers?after=sg_7zzzzzzzzzzzzzzzzzzzzzzzzz");

        // then
        none.then().statusCode(422).body("code", equalTo("unknown_value"));
        rest.then().statusCode(200).body("transfers", empty());
    }

    @Test
    void a_transfer_is_nobody_elses_business() {
        // given
        var id = stored("full", german("u-private"));
        var mine = move("full", id, "sg");
        String transfer = mine.path("id");

        // when
        var state = Api.as("none").get("/v1/transfers/" + transfer);
        var foreign = move("none", mine.path("first[0].new_id"), "nl");
        var unknown = move("none", "sg_01k9zzzzzzzzzzzzzzzzzzzzzz", "nl");

        // then
        state.then().statusCode(404);
        foreign.then().statusCode(404);
        assertEquals(foreign.asString(), unknown.asString());
        Api.as("full").get("/v1/transfers/" + transfer).then().statusCode(200);
    }

    @Test
    void an_erased_subject_is_gone_from_its_new_home_too() {
        // given
        var id = stored("full", german("u-erased-later"));
        String there = move("full", id, "sg").path("first[0].new_id");

        // when
        Api.as("full").delete("/v1/subjects/u-erased-later").then().statusCode(200);

        // then
        Api.read("full", there).then().statusCode(410).body("code", equalTo("erased"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"record\":\"nl_1\",\"to\":\"xx\",\"mode\":\"move\",\"purpose\":\"support\"}; /to; unknown_value",
                "{\"record\":\"nl_1\",\"to\":\"sg\",\"mode\":\"lend\",\"purpose\":\"support\"}; /mode; unknown_value",
                "{\"record\":\"nl_1\",\"to\":\"sg\",\"mode\":\"move\"}; /purpose; missing_field",
                "{\"to\":\"sg\",\"mode\":\"move\",\"purpose\":\"support\"}; /record; missing_field",
                "{\"subject\":\"u\",\"to\":\"sg\",\"mode\":\"move\",\"purpose\":\"support\"}; /from; missing_field",
                "{\"subject\":\"u\",\"from\":\"sg\",\"to\":\"sg\",\"mode\":\"move\",\"purpose\":\"support\"}; /to; conflict",
                "{\"subject\":\"u\",\"from\":\"nl\",\"to\":\"sg\",\"mode\":\"copy\",\"purpose\":\"support\"}; /mode; conflict",
                "{\"subject\":\"u\",\"record\":\"nl_1\",\"to\":\"sg\",\"mode\":\"move\",\"purpose\":\"support\"}; /record; conflict",
                "{\"record\":\"nl_1\",\"to\":\"sg\",\"mode\":\"move\",\"purpose\":\"support\",\"now\":1}; /now; unknown_field"
            })
    void a_bad_order_is_refused_by_the_name_of_its_field(String body, String pointer, String code) {
        order("full", body)
                .then()
                .statusCode(422)
                .body("pointer", equalTo(pointer))
                .body("code", equalTo(code));
    }

    @Test
    void a_regulator_moves_nothing() {
        Api.as("regulator", "full", "in-region")
                .contentType("application/json")
                .body(body("nl_1", "sg"))
                .post("/v1/transfers")
                .then()
                .statusCode(403);
    }

    private static String german(String subject) {
        return Examples.GERMAN_TEXT.replace("u-1842", subject);
    }

    private static String stored(String tenant, String record) {
        var answer = Api.post(tenant, record);
        answer.then().statusCode(201);
        return answer.path("id");
    }

    private static Object uuid(String id) {
        return RecordId.parse(id).orElseThrow().uuid();
    }

    private static String body(String id, String to) {
        return "{\"record\":\"%s\",\"to\":\"%s\",\"mode\":\"move\",\"purpose\":\"support\"}"
                .formatted(id, to);
    }

    private static String homeBody(String subject, String from, String to) {
        return "{\"subject\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"mode\":\"move\",\"purpose\":\"support\"}"
                .formatted(subject, from, to);
    }

    private static Response move(String tenant, String id, String to) {
        return order(tenant, body(id, to));
    }

    private static Response home(String tenant, String subject, String from, String to) {
        return order(tenant, homeBody(subject, from, to));
    }

    /// Sends an order, and waits until its transfer has ended.
    private static Response order(String tenant, String body) {
        return ended(
                tenant,
                Api.as(tenant).contentType("application/json").body(body).post("/v1/transfers"));
    }

    private static Response keyed(String tenant, String key, String body) {
        return ended(
                tenant,
                Api.as(tenant)
                        .header("Idempotency-Key", key)
                        .contentType("application/json")
                        .body(body)
                        .post("/v1/transfers"));
    }

    private static Response ended(String tenant, Response answer) {
        var last = answer;
        while (last.statusCode() == 202) {
            last = Api.as(tenant).get(last.header("Location"));
        }
        return last;
    }

    private static Response unfinished(String tenant) {
        return Api.as(tenant).get("/v1/transfers");
    }

    private static int spi() {
        var volumes = Api.as("compliance", "full", "CN").get("/v1/volumes?region=cn");
        volumes.then().body("volumes", notNullValue());
        Integer spi = volumes.path("volumes[0].spi");
        return spi == null ? 0 : spi;
    }

    /// The phases of a transfer's entries, once the last is published.
    private static List<String> phases(String region, String label, String last) {
        return AuditLogs.entriesOnce(
                        region, entry -> has(entry, label) && has(entry, "phase:" + last))
                .stream()
                .filter(entry -> has(entry, label))
                .flatMap(entry -> labels(entry).filter(one -> one.startsWith("phase:")))
                .toList();
    }

    private static boolean has(JsonNode entry, String label) {
        return labels(entry).anyMatch(label::equals);
    }

    private static Stream<String> labels(JsonNode entry) {
        var labels = Stream.<String>builder();
        entry.path("class").forEach(label -> labels.add(label.asText()));
        return labels.build();
    }
}
