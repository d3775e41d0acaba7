// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReadingAbroadTest.WithMechanisms.class)
class ReadingAbroadTest {

    /// Whoever was counted in a run before is known in this one.
    private final String run = UUID.randomUUID().toString();

    /// Tenants that differ in what they hold. Each test has some of its own, because they count.
    public static final class WithMechanisms implements QuarkusTestProfile {

        private static final String STORING =
                "ATTEST.LOCAL,BASIS.RECORD,COUNSEL,DEFAULT.OFF,NOTICE.AUTO,NOTICE.PDPA,NOTICE.SPI,PIA.CN,REAL_NAME";

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<String, String>();
            for (var tenant :
                    List.of("none", "sc-1", "sc-2", "sc-3", "sc-4", "sc-5", "sa-1", "silent")) {
                settings.put("domicile.tenants." + tenant + ".establishments", "CN,SG");
                settings.put(
                        "domicile.tenants." + tenant + ".attestations",
                        tenant.equals("silent")
                                ? STORING
                                : STORING + ",FILE.10WD,LINE.LICENSED,NOTICE.XB:notice-3");
            }
            for (var tenant : List.of("sc-1", "sc-2", "sc-3", "sc-4", "sc-5", "silent")) {
                settings.put("domicile.tenants." + tenant + ".mechanisms", "SC:2099-12-31");
            }
            settings.put("domicile.tenants.sa-1.mechanisms", "SA:2099-12-31");
            return settings;
        }
    }

    private static final String POINT =
            Examples.MAINLAND_POINT.replace(
                    "[\"CONSENT.SEP\"]", "[\"CONSENT.SEP\",\"CONSENT.XB\"]");
    private static final String COARSE =
            POINT.replace("loc.point", "loc.coarse")
                    .replace("\"precision_m\":5", "\"precision_m\":20000");

    private final int year = LocalDate.now(ZoneId.of("Asia/Shanghai")).getYear();

    @Test
    void without_a_mechanism_a_mainland_record_is_not_read_from_abroad() {
        // given
        var id = stored("none", POINT);

        // when
        var answer = abroad("none", id);

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("refused"))
                .body("need", equalTo("SC_OR_CERT"));
        volumes("none").then().statusCode(200).body("volumes", empty());
    }

    @Test
    void with_contract_and_consent_it_is_shown_masked_and_its_person_counts_once()
            throws SQLException {
        // given
        var id = stored("sc-1", POINT.replace("u-2001", "canary-driver"));

        // when
        var answer = abroad("sc-1", id);
        abroad("sc-1", id).then().statusCode(200);

        // then
        answer.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("view.masked", equalTo(true))
                .body("view.copy", equalTo(false))
                .body("view.until", notNullValue())
                .body("record.type", equalTo("loc.point"))
                .body("record.subjects[0].id", equalTo("person-1"))
                .body("record.location", equalTo(null))
                .body("need", equalTo("SC_OR_CERT"));
        var shown = answer.asString().replaceAll("T[0-9:.]+Z", "");
        assertFalse(shown.matches("(?s).*(canary|Longyang|31[.]17|121[.]5).*"));
        volumes("sc-1")
                .then()
                .body("volumes.region", contains("cn"))
                .body("volumes[0].entity", equalTo("sc-1.CN"))
                .body("volumes[0].pi", equalTo(0))
                .body("volumes[0].spi", equalTo(1))
                .body("volumes[0].next_threshold.spi", equalTo(10_000))
                .body("volumes[0].next_threshold.pi", equalTo(100_000));
        assertFalse(
                RegionDatabase.query("cn", "select string_agg(p::text, ' ') from export_person p")
                        .contains("canary"));
        var logged = AuditLogs.entry("cn", answer.path("audit.entry"));
        assertEquals("read", logged.path("act").asText());
        assertEquals("CN", logged.path("from").asText());
        assertEquals("SG", logged.path("to").asText());
        assertEquals(
                "need:SC_OR_CERT",
                logged.path("rule").path(logged.path("rule").size() - 1).asText());
        var erased = Api.as("sc-1").delete("/v1/subjects/canary-driver");
        erased.then().statusCode(200);
        volumes("sc-1").then().body("volumes[0].spi", equalTo(1));
    }

    @Test
    void without_the_persons_consent_a_contract_is_not_enough() {
        // given
        var id = stored("sc-2", Examples.MAINLAND_POINT);

        // when
        var answer = abroad("sc-2", id);

        // then
        answer.then().statusCode(451).body("need", equalTo("CONSENT.XB"));
    }

    @Test
    void a_consent_of_one_person_is_none_of_the_others() {
        // given
        var other = "{\"id\":\"u-other\",\"role\":\"passenger\",\"home\":\"CN\",\"age\":40}";
        var id = stored("sc-2", POINT.replace("\"age\":41}", "\"age\":41}," + other));

        // when
        var answer = abroad("sc-2", id);

        // then
        answer.then().statusCode(451).body("need", equalTo("CONSENT.XB"));
    }

    @Test
    void what_the_tenant_has_not_attested_keeps_the_record_shut() {
        // given
        var id = stored("silent", POINT);

        // when
        var answer = abroad("silent", id);

        // then
        answer.then()
                .statusCode(451)
                .body("code", equalTo("obligation_unmet"))
                .body("obligations", contains("FILE.10WD", "LINE.LICENSED", "NOTICE.XB"));
        volumes("silent").then().body("volumes", empty());
    }

    @Test
    void a_contract_ends_at_the_ten_thousandth_sensitive_person() throws SQLException {
        // given
        var known = stored("sc-3", POINT.replace("u-2001", "u-known" + run));
        var last = stored("sc-3", POINT.replace("u-2001", "u-last" + run));
        var tooMany = stored("sc-3", POINT.replace("u-2001", "u-too-many" + run));
        counted("sc-3", 0, 0);
        abroad("sc-3", known).then().statusCode(200);
        counted("sc-3", 0, 9_998);

        // when
        abroad("sc-3", last).then().statusCode(200);
        var refused = abroad("sc-3", tooMany);

        // then
        refused.then().statusCode(451).body("need", equalTo("SA"));
        abroad("sc-3", known).then().statusCode(200);
        volumes("sc-3").then().body("volumes[0].spi", equalTo(9_999));
    }

    @ParameterizedTest
    @CsvSource({
        "none, 99999, 200, EXEMPT_ART5_4",
        "none, 100000, 451, SC_OR_CERT",
        "none, 100001, 451, SC_OR_CERT",
        "sc-4, 100000, 200, SC_OR_CERT",
        "sc-4, 999999, 200, SC_OR_CERT",
        "sc-4, 1000000, 451, SA",
        "sc-4, 1000001, 451, SA",
        "sa-1, 999999, 200, SC_OR_CERT",
        "sa-1, 1000000, 200, SA",
        "sa-1, 1000001, 200, SA"
    })
    void the_persons_number_in_the_year_decides(String tenant, int number, int status, String need)
            throws SQLException {
        // given
        var id = stored(tenant, COARSE.replace("u-2001", "u-" + UUID.randomUUID()));
        counted(tenant, number - 1, 0);

        // when
        var answer = abroad(tenant, id);

        // then
        answer.then().statusCode(status).body("need", equalTo(need));
        volumes(tenant).then().body("volumes[0].pi", equalTo(status == 200 ? number : number - 1));
        RegionDatabase.update("cn", "delete from export_volume where tenant = ?", tenant);
    }

    @Test
    void of_many_readers_at_once_no_more_pass_than_the_contract_covers() throws SQLException {
        // given
        int readers = 64;
        int free = 20;
        var ids =
                IntStream.range(0, readers)
                        .mapToObj(i -> stored("sc-5", POINT.replace("u-2001", "u-many-" + run + i)))
                        .toList();
        counted("sc-5", 0, 9_999 - free);
        var marks = "select count(*) from export_person where tenant = 'sc-5'";
        int before = Integer.parseInt(RegionDatabase.query("cn", marks));

        // when
        try (var threads = Executors.newFixedThreadPool(readers)) {
            var waiting =
                    ids.stream().map(id -> threads.submit(() -> patientlyAbroad(id))).toList();
            var statuses = waiting.stream().map(ReadingAbroadTest::get).toList();

            // then
            assertEquals(free, statuses.stream().filter(status -> status == 200).count());
            assertEquals(readers - free, statuses.stream().filter(status -> status == 451).count());
        }
        volumes("sc-5").then().body("volumes[0].spi", equalTo(9_999));
        assertEquals(Integer.toString(before + free), RegionDatabase.query("cn", marks));
    }

    /// A region reads a few records at a time; who waits too long comes again.
    private static int patientlyAbroad(String id) {
        int status = abroad("sc-5", id).statusCode();
        while (status == 503) {
            status = abroad("sc-5", id).statusCode();
        }
        return status;
    }

    @Test
    void positions_of_americans_are_not_read_from_the_mainland() {
        // given
        var id =
                stored(
                        "sc-2",
                        Examples.GERMAN_POINT
                                .replace("\"DE\"", "\"US\"")
                                .replace("52.3731", "37.3349")
                                .replace("4.8926", "-122.0090"));

        // when
        var answer = abroad("sc-2", id, "CN");

        // then
        answer.then().statusCode(451).body("rules", hasItem("S5"));
    }

    @Test
    void the_counts_are_for_compliance_and_their_reading_is_in_the_log() {
        // when
        var answer = volumes("none");

        // then
        answer.then().statusCode(200).header("Cache-Control", "no-store");
        AuditLogs.entriesOnce(
                "sg",
                entry ->
                        entry.path("type").asText().equals("volumes")
                                && entry.path("tenant").asText().equals("none"));
        Api.as("none").get("/v1/volumes").then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({"region=xx, unknown_value", "year=26, out_of_range", "year=next, out_of_range"})
    void the_counts_of_nowhere_or_never_are_a_bad_request(String query, String code) {
        Api.as("compliance", "none", "CN")
                .get("/v1/volumes?" + query)
                .then()
                .statusCode(422)
                .body("code", equalTo(code));
    }

    @Test
    void the_counts_of_another_year_are_their_own() throws SQLException {
        // given
        RegionDatabase.update(
                "cn", "insert into export_volume values ('sa-1', 'e', ?, 3, 4)", year - 1);

        // when
        var before =
                Api.as("compliance", "sa-1", "CN").get("/v1/volumes?region=cn&year=" + (year - 1));

        // then
        before.then().body("volumes[0].spi", equalTo(4)).body("volumes.size()", equalTo(1));
        volumes("sa-1").then().body("volumes.entity", not(hasItem("e")));
    }

    private static String stored(String tenant, String record) {
        var answer = Api.post(tenant, record);
        answer.then().statusCode(201);
        return answer.path("id");
    }

    private static Response abroad(String tenant, String id) {
        return abroad(tenant, id, "SG");
    }

    private static Response abroad(String tenant, String id, String country) {
        return Api.as("service", tenant, country)
                .header("Purpose", "support")
                .get("/v1/records/" + id);
    }

    private static Response volumes(String tenant) {
        return Api.as("compliance", tenant, "CN").get("/v1/volumes");
    }

    /// Sets the counts of the tenant's entity in the mainland.
    private void counted(String tenant, int pi, int spi) throws SQLException {
        RegionDatabase.update(
                "cn",
                """
                insert into export_volume (tenant, entity, year, pi, spi) values (?, ?, ?, ?, ?)
                on conflict (tenant, entity, year) do update set pi = excluded.pi, spi = excluded.spi
                """,
                tenant,
                tenant + ".CN",
                year,
                pi,
                spi);
    }

    private static int get(Future<Integer> result) {
        try {
            return result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
