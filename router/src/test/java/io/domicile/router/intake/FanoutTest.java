// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.RegionDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FanoutTest {

    private static final int MANY = 300;

    private final String run = UUID.randomUUID().toString();
    private final String sender = "sender-" + run;

    @Test
    void each_home_gets_a_copy_under_the_key_of_somebody_there() {
        // when
        var answer = Api.post("acme", text(member("cn", "CN", 34), member("sg", "SG", 34)));

        // then
        answer.then()
                .statusCode(201)
                .body("outcome", equalTo("stored"))
                .body("pending", equalTo(null))
                .body("copies.region", contains("nl", "cn", "sg"))
                .body("copies.outcome", contains("stored", "stored", "stored"))
                .body("copies.holder", contains("author", "recipient", "recipient"))
                .body("copies.suite", contains("AES-256-GCM", "SM4-GCM", "AES-256-GCM"))
                .body("copies[1].need", equalTo("ART49_1_B"))
                .body("copies[1].obligations", hasItems("MIN.COPY", "NO_ANALYTICS"))
                .body("copies[1].citations", not(empty()));
    }

    @Test
    void every_copy_is_read_where_it_rests_and_names_the_others_by_tokens_of_its_region() {
        // given
        var sent = stored(Api.post("acme", text(member("cn", "CN", 34), member("sg", "SG", 34))));
        var ids = List.of(sender, person("cn"), person("sg"));

        for (var region : List.of("nl", "cn", "sg")) {
            // when
            var read = Api.read("acme", id(sent, region));

            // then
            read.then().statusCode(200).body("record.message.body", equalTo("Hallo"));
            List<String> people = read.path("record.subjects.id");
            var own =
                    switch (region) {
                        case "nl" -> sender;
                        case "cn" -> person("cn");
                        default -> person("sg");
                    };
            for (int i = 0; i < ids.size(); i++) {
                assertTrue(
                        ids.get(i).equals(own)
                                ? people.get(i).equals(own)
                                : people.get(i).matches("dom_" + region + "_[0-9a-f]{32}"),
                        people.get(i));
            }
        }
    }

    @Test
    void a_copy_has_neither_the_senders_session_nor_consents_nor_the_ages_of_others() {
        // given
        var message =
                text(member("cn", "CN", 34))
                        .replace("\"message\"", "\"consents\":[\"CONSENT.XB\"],\"message\"");
        var sent = stored(Api.post("acme", message));

        // when
        var original = Api.read("acme", id(sent, "nl"));
        var copy = Api.read("acme", id(sent, "cn"));

        // then
        original.then().body("record.session", equalTo("s-77")).body("record.consents", hasSize(1));
        copy.then()
                .statusCode(200)
                .body("record.session", equalTo(null))
                .body("record.consents", equalTo(null))
                .body("record.subjects[0].home", equalTo("DE"))
                .body("record.subjects[0].age", equalTo(null))
                .body("record.subjects[1].age", equalTo(34));
    }

    @Test
    void each_copy_is_logged_where_it_rests_and_where_it_left() {
        // given
        var tenant = "copies-" + run;
        var answer = Api.post(tenant, text(member("cn", "CN", 34)));

        // when
        var stored = AuditLogs.entry("cn", answer.path("copies[1].audit.entry"));
        Predicate<JsonNode> isDelivery =
                entry ->
                        entry.path("act").asText().equals("deliver")
                                && entry.path("tenant").asText().equals(tenant);
        var left = AuditLogs.entriesOnce("nl", isDelivery).stream().filter(isDelivery).toList();

        // then
        assertEquals("store", stored.path("act").asText());
        assertEquals("NL", stored.path("from").asText());
        assertEquals("CN", stored.path("to").asText());
        assertTrue(stored.path("rule").toString().contains("need:ART49_1_B"));
        assertEquals(1, left.size());
        assertEquals("CN", left.getFirst().path("to").asText());
        assertEquals(stored.path("policy"), left.getFirst().path("policy"));
    }

    @Test
    void where_a_copy_is_refused_the_others_get_theirs_and_the_sender_is_told_why() {
        // when
        var answer = Api.post("acme", text(member("cn", "CN", 12), member("sg", "SG", 34)));

        // then
        answer.then()
                .statusCode(201)
                .body("copies.region", contains("nl", "cn", "sg"))
                .body("copies.outcome", contains("stored", "refused", "stored"))
                .body("copies[1].id", equalTo(null))
                .body("copies[1].rules", contains("R20.CN"))
                .body("copies[1].citations", hasItem("PIPL 31"))
                .body("copies[1].need", equalTo("CONSENT.GUARD"));
        var denied = AuditLogs.entry("nl", answer.path("copies[1].audit.entry"));
        assertEquals("deny", denied.path("act").asText());
        assertEquals("CN", denied.path("to").asText());
    }

    @Test
    void the_adult_beside_a_child_holds_the_copy() {
        // given
        var answer = Api.post("acme", text(member("kid", "CN", 12), member("adult", "CN", 34)));

        // when
        List<String> people =
                Api.read("acme", answer.path("copies[1].id")).path("record.subjects.id");

        // then
        assertEquals(person("adult"), people.get(2));
        assertTrue(people.get(1).startsWith("dom_cn_"));
    }

    @Test
    void what_counsel_must_decide_goes_nowhere_and_the_rest_goes() {
        // when
        var answer = Api.post("acme", text(member("ru", "RU", 34), member("cn", "CN", 34)));

        // then
        answer.then()
                .statusCode(201)
                .body("copies.region", contains("nl", "cn", "sg"))
                .body("copies.outcome", contains("stored", "stored", "refused"))
                .body("copies[2].rules", contains("R18"));
    }

    @Test
    void a_live_position_goes_to_the_mainland_on_the_grid_alone() {
        // given
        var end = Instant.now().plus(Duration.ofHours(2)).toString();
        var live =
                Examples.GERMAN_POINT
                        .replace("loc.point", "loc.live")
                        .replace("u-1842", sender)
                        .replace("in_car", "phone")
                        .replace("navigation", "live_share")
                        .replace("}],", "}," + member("cn", "CN", 34) + "],")
                        .replace(
                                "[\"CONSENT.EPRIV\"]",
                                "[\"CONSENT.EPRIV\",{\"kind\":\"CONSENT.SHARE\",\"until\":\"%s\"}]"
                                        .formatted(end));

        // when
        var answer = Api.post("acme", live);

        // then
        answer.then()
                .statusCode(201)
                .body("copies.outcome", contains("stored", "coarsened"))
                .body("copies[1].grid_m", equalTo(3000))
                .body("copies[1].expires_at", equalTo(answer.<String>path("copies[0].expires_at")));
        Api.read("acme", answer.path("copies[0].id"))
                .then()
                .body("record.location.lat", equalTo(52.3731f));
        Api.read("acme", answer.path("copies[1].id"))
                .then()
                .statusCode(200)
                .body("record.type", equalTo("loc.coarse"))
                .body("record.location.precision_m", equalTo(3000f))
                .body("record.location.label", equalTo(null))
                .body("record.location.lat", not(equalTo(52.3731f)));
    }

    @Test
    void a_copy_that_serves_its_delivery_is_not_read_for_analytics() {
        // given
        var sent = stored(Api.post("acme", text(member("cn", "CN", 34))));

        // when
        var answer =
                Api.as("acme")
                        .header("Purpose", "ai_recommend")
                        .header("Reason", "CASE-1")
                        .get("/v1/records/" + id(sent, "cn"));

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unsupported"))
                .body("obligations", contains("NO_ANALYTICS"));
    }

    @Test
    void erasing_one_of_its_people_leaves_the_others_their_copies() {
        // given
        var sent = stored(Api.post("acme", text(member("cn", "CN", 34))));

        // when
        Api.as("acme").delete("/v1/subjects/" + person("cn")).then().statusCode(200);

        // then
        Api.read("acme", id(sent, "cn")).then().statusCode(410);
        Api.read("acme", id(sent, "nl")).then().statusCode(200);
    }

    @Test
    void the_same_request_again_gets_the_same_answer_and_brings_nothing() {
        // given
        var message = text(member("cn", "CN", 34), member("sg", "SG", 12));
        var first = post(message);

        // when
        var again = post(message);

        // then
        first.then()
                .statusCode(201)
                .body("copies.outcome", contains("stored", "stored", "refused"));
        assertEquals(first.asString(), again.asString());
        post(message.replace("Hallo", "Hello"))
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        post(Examples.GERMAN_TEXT).then().statusCode(422);
    }

    @Test
    void of_simultaneous_requests_with_one_key_one_message_is_made() throws Exception {
        // given
        var message = text(member("cn", "CN", 34), member("sg", "SG", 34));

        // when
        List<Future<Response>> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers =
                    threads.invokeAll(
                            Stream.<Callable<Response>>generate(() -> () -> post(message))
                                    .limit(6)
                                    .toList());
        }

        // then
        assertEquals(1, answers.stream().map(one -> one.resultNow().asString()).distinct().count());
        assertEquals("1", records("cn", person("cn")));
        assertEquals("1", records("sg", person("sg")));
    }

    @Test
    void what_could_not_be_brought_is_named_and_the_same_again_brings_it_alone() throws Exception {
        // given
        var message = text(member("cn", "CN", 34), member("sg", "SG", 34));
        RegionDatabase.update("sg", "alter table record rename to elsewhere");

        // when
        Response partial;
        try {
            partial = post(message);
        } finally {
            RegionDatabase.update("sg", "alter table elsewhere rename to record");
        }
        var whole = post(message);

        // then
        partial.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("code", equalTo("copies_missing"))
                .body("copies.region", contains("nl", "cn", "sg"))
                .body("copies.outcome", contains("stored", "stored", "missing"))
                .body("copies[2].code", equalTo("region_unavailable"));
        whole.then()
                .statusCode(201)
                .body("copies.outcome", contains("stored", "stored", "stored"))
                .body("id", equalTo(partial.path("id")))
                .body("copies[1].id", equalTo(partial.path("copies[1].id")));
        assertEquals("1", records("nl", sender));
        assertEquals("1", records("cn", person("cn")));
        assertEquals("1", records("sg", person("sg")));
        assertEquals(whole.asString(), post(message).asString());
    }

    @Test
    void a_line_says_which_of_its_copies_are_missing_and_stops_no_other() throws Exception {
        // given
        var lines =
                String.join(
                        "\n",
                        oneLine(text(member("cn", "CN", 34), member("sg", "SG", 34))),
                        oneLine(text(member("cn", "CN", 34))));
        RegionDatabase.update("sg", "alter table record rename to elsewhere");

        // when
        List<JsonNode> partial;
        try {
            partial = postLines(lines);
        } finally {
            RegionDatabase.update("sg", "alter table elsewhere rename to record");
        }
        var whole = postLines(lines);

        // then
        var broken = partial.getFirst();
        assertEquals(1, broken.path("line").asInt());
        assertEquals(503, broken.path("status").asInt());
        assertEquals("copies_missing", broken.path("code").asText());
        assertEquals(List.of("stored", "stored", "missing"), outcomes(broken));
        assertEquals(201, partial.getLast().path("status").asInt());
        assertEquals(List.of("stored", "stored"), outcomes(partial.getLast()));
        assertEquals(201, whole.getFirst().path("status").asInt());
        assertEquals(List.of("stored", "stored", "stored"), outcomes(whole.getFirst()));
        assertEquals(broken.path("id"), whole.getFirst().path("id"));
        assertEquals(partial.getLast(), whole.getLast());
        assertEquals("2", records("nl", sender));
        assertEquals("2", records("cn", person("cn")));
        assertEquals("1", records("sg", person("sg")));
    }

    @Test
    void many_messages_of_one_request_bring_all_their_copies() throws Exception {
        // given
        var line = oneLine(text(member("cn", "CN", 34), member("sg", "SG", 34)));

        // when
        var results = postLines((line + "\n").repeat(MANY));

        // then
        assertEquals(MANY, results.size());
        for (var result : results) {
            assertEquals(List.of("stored", "stored", "stored"), outcomes(result));
        }
        assertEquals(
                MANY, results.stream().map(result -> result.at("/copies/1/id")).distinct().count());
    }

    @Test
    void people_of_one_region_share_one_record() {
        // when
        var answer = Api.post("acme", text(member("fr", "FR", 34)));

        // then
        answer.then().statusCode(201).body("copies.region", contains("nl"));
    }

    @Test
    void a_message_with_somebody_of_unknown_home_waits() {
        // given
        var message = text(member("cn", "CN", 34), member("open", "?", 34));

        // when
        var answer = Api.post("acme", message);

        // then
        answer.then()
                .statusCode(202)
                .body("outcome", equalTo("quarantined"))
                .body("copies", hasSize(1));
    }

    @Test
    void who_is_merely_in_it_gets_no_copy() {
        // given
        var message = text(member("cn", "CN", 34)).replace("recipient", "bystander");

        // when
        var answer = Api.post("acme", message);

        // then
        answer.then().statusCode(202).body("outcome", equalTo("referred"));
    }

    @Test
    void a_message_of_a_child_without_guardian_goes_nowhere() {
        // given
        var message = text(member("sg", "SG", 34)).replaceFirst("\"age\":34", "\"age\":7");

        // when
        var answer = Api.post("acme", message);

        // then
        answer.then().statusCode(451).body("code", equalTo("refused"));
    }

    private Response post(String message) {
        return Api.as("acme")
                .header("Idempotency-Key", run)
                .contentType("application/json")
                .body(message)
                .post("/v1/records");
    }

    private List<JsonNode> postLines(String lines) throws IOException {
        var answer =
                Api.sending(Api.as("acme"), "application/x-ndjson")
                        .header("Idempotency-Key", run)
                        .body(lines.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/records");
        answer.then().statusCode(200);
        var results = new ArrayList<JsonNode>();
        for (var line : answer.asString().lines().toList()) {
            results.add(Json.MAPPER.readTree(line));
        }
        return results;
    }

    private static List<String> outcomes(JsonNode result) {
        return result.path("copies")
                .valueStream()
                .map(copy -> copy.path("outcome").asText())
                .toList();
    }

    private static String oneLine(String record) {
        return record.lines().map(String::strip).collect(Collectors.joining());
    }

    /// How many records the region has under the person's keys.
    private static String records(String region, String person) {
        var found =
                Api.as("acme")
                        .header("Purpose", "support")
                        .header("Reason", "CASE-1")
                        .get("/v1/subjects/" + person + "/records?region=" + region);
        return String.valueOf(found.<List<?>>path("records").size());
    }

    private static Response stored(Response answer) {
        answer.then().statusCode(201);
        return answer;
    }

    private static String id(Response answer, String region) {
        return answer.path("copies.find { it.region == '%s' }.id".formatted(region));
    }

    private String text(String... members) {
        return Examples.GERMAN_TEXT
                .replace("u-1842", sender)
                .replace("}],", "}," + String.join(",", members) + "],");
    }

    private String person(String name) {
        return name + "-" + run;
    }

    private String member(String name, String home, int age) {
        return "{\"id\":\"%s\",\"role\":\"recipient\",\"home\":\"%s\",\"age\":%d}"
                .formatted(person(name), home, age);
    }
}
