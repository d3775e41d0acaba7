// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.register.Registers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(Attesting.class)
class ObligationTest {

    private static final String TENANT = "attesting";

    /// A mainland child of 12 writes, with a guardian's consent.
    private static final String CHILD =
            text("CN", 12, "phone", "deliver_message", "CONSENT.SEP", "CONSENT.GUARD");

    private static final String LIVE =
            Examples.GERMAN_POINT
                    .replace("navigation", "live_share")
                    .replace("[\"CONSENT.EPRIV\"]", "[\"CONSENT.EPRIV\",\"CONSENT.SHARE\"]");

    static Stream<Arguments> consents() {
        return Stream.of(
                argumentSet("terminal", Examples.GERMAN_POINT, "CONSENT.EPRIV"),
                argumentSet("sensitive", Examples.MAINLAND_POINT, "CONSENT.SEP"),
                argumentSet("sensitive data of a child", CHILD, "CONSENT.SEP"),
                argumentSet("live share", LIVE, "CONSENT.SHARE"),
                argumentSet(
                        "purpose",
                        text("SG", 34, "phone", "marketing", "CONSENT.PURPOSE"),
                        "CONSENT.PURPOSE"));
    }

    @ParameterizedTest
    @MethodSource("consents")
    void with_its_consent_a_record_is_stored(String record, String kind) {
        // when
        var answer = Api.post(TENANT, record);

        // then
        answer.then()
                .statusCode(201)
                .body("obligations", hasItem(kind))
                .body("duties.find { it.obligation == '%s' }.by".formatted(kind), equalTo("caller"))
                .body("duties.obligation", equalTo(answer.path("obligations")));
    }

    @ParameterizedTest
    @MethodSource("consents")
    void without_its_consent_nothing_is_stored(String record, String kind) {
        // given
        var subject = "refused-" + UUID.randomUUID();
        var bare = record.replaceAll("u-\\d+", subject).replace(kind, "CONSENT.OTHER");

        // when
        var answer = Api.post(TENANT, bare);

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("code", equalTo("obligation_unmet"))
                .body("need", equalTo(kind))
                .body("obligations", contains(kind))
                .body("citations", not(empty()))
                .body("policy.digest", matchesRegex("sha256:.+"));
        var entry = AuditLogs.entry("nl", answer.path("audit.entry"));
        assertEquals("deny", entry.path("act").asText());
        assertEquals("obligation_unmet", entry.path("res").asText());
        assertFalse(entry.toString().contains(subject));
        Api.as(TENANT)
                .delete("/v1/subjects/" + subject)
                .then()
                .body("regions.collect { it.records }.sum()", equalTo(0));
    }

    @ParameterizedTest
    @MethodSource("consents")
    void a_consent_that_has_ended_is_none(String record, String kind) {
        // given
        var ended =
                """
                {"kind":"%s","ref":"c-1","until":"%s"}\
                """
                        .formatted(kind, Instant.now().minus(Duration.ofMinutes(1)));

        // when
        var answer = Api.post(TENANT, record.replace("\"" + kind + "\"", ended));

        // then
        answer.then().statusCode(451).body("obligations", contains(kind));
    }

    @Test
    void a_guardians_consent_may_stand_with_the_child() {
        // given
        var child =
                CHILD.replace(",\"CONSENT.GUARD\"", "")
                        .replace("\"age\":12", "\"age\":12,\"guardian\":true");

        // when
        var answer = Api.post(TENANT, child);

        // then
        answer.then()
                .statusCode(201)
                .body("obligations", hasItems("CONSENT.GUARD", "ACCESS.APPROVAL", "MINOR.AUDIT"));
        Api.post(TENANT, child.replace(",\"guardian\":true", ""))
                .then()
                .statusCode(451)
                .body("need", equalTo("CONSENT.GUARD"));
    }

    static Stream<Arguments> tenantDuties() {
        var recommendation = text("CN", 34, "phone", "ai_recommend", "CONSENT.SEP");
        var emergency = text("DE", 34, "phone", "emergency");
        var traveller =
                text("CN", 34, "phone", "deliver_message")
                        .replace("\"collect\":\"CN\"", "\"collect\":\"SG\"");
        return Stream.concat(
                of(Examples.GERMAN_POINT, "BASIS.RECORD", "DEFAULT.OFF", "NOTICE.ART13"),
                Stream.of(
                                of(
                                        Examples.MAINLAND_POINT,
                                        "DEFAULT.OFF",
                                        "NOTICE.AUTO",
                                        "NOTICE.SPI",
                                        "PIA.CN"),
                                of(
                                        Examples.GERMAN_POINT.replace("loc.point", "loc.track"),
                                        "DPIA.EU"),
                                of(Examples.SINGAPORE_TEXT, "BASIS.RECORD", "NOTICE.PDPA"),
                                of(CHILD, "MINOR.RULES", "REAL_NAME"),
                                of(recommendation, "AI.OPTOUT"),
                                of(emergency, "TELL.AFTER"),
                                of(traveller, "COUNSEL"))
                        .flatMap(arguments -> arguments));
    }

    @ParameterizedTest
    @MethodSource("tenantDuties")
    void what_its_tenant_has_attested_lets_a_record_in(String record, String duty) {
        // when
        var answer = Api.post(TENANT, record);

        // then
        var found = "duties.find { it.obligation == '%s' }".formatted(duty);
        answer.then()
                .statusCode(201)
                .body(found + ".by", equalTo("tenant"))
                .body(found + ".ref", matchesRegex("sha256:[0-9a-f]{16}"));
        assertFalse(answer.asString().contains("paper-1"));
    }

    @ParameterizedTest
    @MethodSource("tenantDuties")
    void what_its_tenant_has_not_attested_keeps_a_record_out(String record, String duty) {
        // when
        var answer = Api.post(Attesting.without(duty), record);

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("need", equalTo(duty))
                .body("obligations", contains(duty));
    }

    @Test
    void an_attestation_counts_while_it_is_valid() throws JsonProcessingException {
        // given
        var tenant = Registers.editedTenant();
        var document = Registers.document(tenant);
        var today = LocalDate.now(ZoneOffset.UTC);
        for (var attestation : document.path("attestations")) {
            if (attestation.path("kind").asText().equals("NOTICE.ART13")) {
                ((ObjectNode) attestation).put("valid_to", today.minusDays(2).toString());
            }
        }

        // when
        Registers.put(tenant, 1, document.toString()).then().statusCode(200);
        var over = Api.post(tenant, Examples.GERMAN_TEXT);
        var longer =
                document.toString()
                        .replace(today.minusDays(2).toString(), today.plusDays(2).toString());
        Registers.put(tenant, 2, longer).then().statusCode(200);
        var valid = Api.post(tenant, Examples.GERMAN_TEXT);

        // then
        over.then().statusCode(451).body("obligations", contains("NOTICE.ART13"));
        valid.then().statusCode(201);
    }

    @Test
    void everything_that_is_missing_is_named_at_once() {
        // when
        var answer =
                Api.post("silent", Examples.GERMAN_POINT.replace("CONSENT.EPRIV", "CONSENT.SEP"));

        // then
        answer.then()
                .statusCode(451)
                .body(
                        "obligations",
                        contains("BASIS.RECORD", "CONSENT.EPRIV", "DEFAULT.OFF", "NOTICE.ART13"));
    }

    @Test
    void a_record_that_is_only_held_needs_no_consent_and_no_attestation() {
        // given
        var homeless =
                Examples.GERMAN_POINT
                        .replace("\"home\":\"DE\",", "")
                        .replace("CONSENT.EPRIV", "CONSENT.SEP");

        // when
        var answer = Api.post("silent", homeless);

        // then
        answer.then()
                .statusCode(202)
                .body("outcome", equalTo("quarantined"))
                .body("duties.obligation", hasItems("ENC.AES", "HOLD", "KEY.LOCAL"));
        Instant expiry = Instant.parse(answer.path("copies[0].expires_at"));
        assertFalse(expiry.isAfter(Instant.now().plus(Duration.ofHours(72))));
    }

    @Test
    void a_held_record_can_be_erased_and_nothing_else() {
        // given
        var subject = "held-" + UUID.randomUUID();
        var russian = Examples.GERMAN_TEXT.replace("\"DE\"", "\"RU\"").replace("u-1842", subject);
        String id = Api.post(TENANT, russian).path("id");
        Api.read(TENANT, id).then().statusCode(451).body("code", equalTo("held"));

        // when
        Api.as(TENANT).delete("/v1/subjects/" + subject).then().statusCode(200);

        // then
        Api.read(TENANT, id).then().statusCode(410);
    }

    @Test
    void a_true_coordinate_of_the_mainland_is_held_by_a_qualified_unit_alone() {
        // given
        var point = Examples.MAINLAND_POINT.replace("GCJ02", "WGS84");

        // when
        var held = Api.post(TENANT, point);
        var refused = Api.post(Attesting.without("CRS.QUAL"), point);

        // then
        held.then().statusCode(202).body("copies[0].region", equalTo("cn"));
        refused.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("need", equalTo("CRS.QUAL"));
    }

    @Test
    void the_others_in_a_record_are_tokens_of_its_region() {
        // given
        var peer = "peer-" + UUID.randomUUID();
        var group = Examples.GERMAN_TEXT.replace("}],", "}," + member(peer) + "],");

        // when
        var first = subjects(TENANT, Api.post(TENANT, group));
        var again = subjects(TENANT, Api.post(TENANT, group));
        var other =
                subjects(Attesting.without("PIA.CN"), Api.post(Attesting.without("PIA.CN"), group));

        // then
        assertEquals("u-1842", first.getFirst());
        assertEquals(2, first.size());
        assertEquals(true, first.getLast().matches("dom_nl_[0-9a-f]{32}"));
        assertEquals(first, again);
        assertFalse(other.contains(first.getLast()));
    }

    @Test
    void a_person_has_another_token_in_another_region() {
        // given
        var peer = "peer-" + UUID.randomUUID();
        var european = Examples.GERMAN_TEXT.replace("}],", "}," + member(peer) + "],");
        var mainland =
                CHILD.replace("\"age\":12", "\"age\":41")
                        .replace("}],", "}," + member(peer).replace("DE", "CN") + "],");

        // when
        var inEurope = subjects(TENANT, Api.post(TENANT, european)).getLast();
        var inChina = subjects(TENANT, Api.post(TENANT, mainland)).getLast();

        // then
        assertEquals(true, inChina.matches("dom_cn_[0-9a-f]{32}"));
        assertFalse(inChina.endsWith(inEurope.substring(7)));
    }

    @Test
    void a_live_share_goes_when_its_consent_ends() {
        // given
        var end = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MICROS);
        var share =
                """
                {"kind":"CONSENT.SHARE","ref":"share-1","given_at":"%s","until":"%s"}\
                """
                        .formatted(Instant.now(), end);

        // when
        var answer = Api.post(TENANT, LIVE.replace("\"CONSENT.SHARE\"", share));

        // then
        answer.then().statusCode(201).body("copies[0].expires_at", equalTo(end.toString()));
    }

    @Test
    void a_live_share_cannot_be_read_after_its_end() {
        // given
        var share =
                """
                {"kind":"CONSENT.SHARE","until":"%s"}\
                """
                        .formatted(Instant.now().plus(Duration.ofSeconds(8)));
        String id =
                Api.post(TENANT, LIVE.replace("\"CONSENT.SHARE\"", share))
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");

        // when
        var deadline = Instant.now().plus(Duration.ofMinutes(1));
        var answer = Api.read(TENANT, id);
        while (answer.statusCode() == 200 && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            answer = Api.read(TENANT, id);
        }

        // then
        answer.then().statusCode(410).body("code", equalTo("erased"));
    }

    private static List<String> subjects(String tenant, Response stored) {
        stored.then().statusCode(201);
        return Api.read(tenant, stored.path("id")).path("record.subjects.id");
    }

    private static String member(String id) {
        return "{\"id\":\"%s\",\"role\":\"recipient\",\"home\":\"DE\",\"age\":34}".formatted(id);
    }

    private static Stream<Arguments> of(String record, String... duties) {
        return Stream.of(duties).map(duty -> argumentSet(duty, record, duty));
    }

    private static String text(
            String home, int age, String via, String purpose, String... consents) {
        return """
        {"type":"msg.text","subjects":[{"id":"u-3001","role":"author","home":"%s","age":%d}],
         "collect":"%s","via":"%s","purpose":"%s","message":{"kind":"text","body":"Hallo"},
         "consents":[%s]}
        """
                .formatted(
                        home,
                        age,
                        home,
                        via,
                        purpose,
                        consents.length == 0 ? "" : "\"" + String.join("\",\"", consents) + "\"");
    }
}
