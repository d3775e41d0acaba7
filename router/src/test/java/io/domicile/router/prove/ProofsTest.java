// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.RegionDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProofProfile.class)
class ProofsTest {

    @Test
    void canaries_of_all_regions_rest_at_home_alone_and_are_erased_afterwards()
            throws SQLException {
        // when
        var proof = proof();

        // then
        proof.then()
                .body("state", equalTo("done"))
                .body("gaps", empty())
                .body("violations", empty())
                .body("checks.findAll { it.verdict != 'green' }", empty())
                .body("verdict", equalTo("green"))
                .body("canaries", hasSize(6))
                .body("canaries.outcome", everyItem(equalTo("stored")))
                .body("canaries.there", everyItem(equalTo(true)))
                .body("regions.region", hasItems("cn", "nl", "sg"))
                .body("regions.files.count", everyItem(greaterThan(100)))
                .body("regions.tables.count", everyItem(greaterThan(10)))
                .body("regions.values.sealed", everyItem(greaterThan(0)))
                .body("regions.keys.foreign_keys_tried", everyItem(greaterThan(0)));
        for (var region : new String[] {"cn", "nl", "sg"}) {
            assertEquals(
                    "0",
                    RegionDatabase.query(
                            region,
                            "select count(*) from perishable.subject_key where tenant = ? and"
                                    + " restricted_until is null",
                            Canaries.TENANT));
        }
    }

    @Test
    void the_outcome_is_in_each_regions_log_and_in_the_metrics() {
        // when
        String id = proof().path("id");

        // then
        for (var region : new String[] {"cn", "nl", "sg"}) {
            var entries =
                    AuditLogs.entriesOnce(
                            region, entry -> entry.path("class").toString().contains(id));
            var entry =
                    entries.stream()
                            .filter(it -> it.path("class").toString().contains(id))
                            .findFirst()
                            .orElseThrow();
            assertEquals("prove", entry.path("act").asText());
            assertEquals("operator", entry.path("actor").asText());
            assertTrue(entry.path("class").toString().contains("canaries:2"), entry.toString());
        }
        given().get("/q/metrics").then().body(containsString("domicile_proofs_total{verdict="));
    }

    @Test
    void bytes_of_a_record_that_leak_into_another_region_make_it_red() throws SQLException {
        // given
        var leak = Api.home().resolve("sg/leak.txt").toAbsolutePath();
        RegionDatabase.update(
                "nl",
                """
                create function leak() returns trigger language plpgsql security definer as $$
                begin
                    execute format('copy (select %L) to %L', encode(new.envelope, 'hex'), 'LEAK');
                    return new;
                end $$
                """
                        .replace("LEAK", leak.toString()));
        RegionDatabase.update(
                "nl",
                "create trigger leak after insert on record for each row execute function leak()");

        // when
        var proof = proof();
        RegionDatabase.update("nl", "drop trigger leak on record");
        RegionDatabase.update("nl", "drop function leak");
        assertTrue(leak.toFile().delete());

        // then
        proof.then()
                .body("verdict", equalTo("red"))
                .body("violations.file", hasItem("sg/leak.txt"))
                .body("violations.of", everyItem(equalTo("nl")))
                .body("violations.region", everyItem(equalTo("sg")))
                .body("violations.form", everyItem(equalTo("hex")));
        page(proof).then().body(containsString("sg/leak.txt at byte"));
        AuditLogs.entriesOnce("sg", entry -> entry.path("res").asText().equals("violation"));
        given().get("/q/metrics").then().body(containsString("domicile_proof_red"));
    }

    @Test
    void a_page_is_whole_in_itself_and_runs_nothing() {
        // when
        var page = page(proof());

        // then
        page.then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Proof of residency"))
                .body(containsString("public.record.envelope"))
                .body(containsString("Memory and swap"))
                .body(not(containsString("<script")))
                .body(not(containsString("src=")))
                .body(not(containsString("href=")));
    }

    @Test
    void one_proof_runs_at_a_time_and_those_that_ended_are_listed() {
        // given
        awaitIdle();

        // when
        var first = operator().post("/v1/proofs");
        var second = operator().post("/v1/proofs");

        // then
        first.then().statusCode(202).header("Location", containsString("/v1/proofs/"));
        second.then().statusCode(409).body("code", equalTo("proof_running"));
        await(first.path("id"));
        operator()
                .get("/v1/proofs")
                .then()
                .statusCode(200)
                .body("proofs[0].id", equalTo(first.path("id")))
                .body("proofs[0].state", equalTo("done"));
    }

    @Test
    void only_operators_and_compliance_begin_a_proof() {
        for (var role : new String[] {"service", "regulator"}) {
            Api.as(role, "acme", "in-region").post("/v1/proofs").then().statusCode(403);
        }
        Api.as("acme").get("/v1/proofs").then().statusCode(403);
        Api.as("operator", Canaries.TENANT, "in-region").post("/v1/proofs").then().statusCode(403);
        Api.as("regulator", "acme", "in-region").get("/v1/proofs").then().statusCode(200);
        operator().get("/v1/proofs/none").then().statusCode(404);
        operator().get("/v1/proofs/none/page").then().statusCode(404);
    }

    /// Runs one to its end.
    private static Response proof() {
        awaitIdle();
        return await(operator().post("/v1/proofs").then().statusCode(202).extract().path("id"));
    }

    private static Response page(Response proof) {
        return operator().get("/v1/proofs/" + proof.path("id") + "/page");
    }

    private static void awaitIdle() {
        String running =
                operator().get("/v1/proofs").path("proofs.find { it.state == 'running' }?.id");
        if (running != null) {
            await(running);
        }
    }

    private static Response await(String id) {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (true) {
            var answer = operator().get("/v1/proofs/" + id);
            if (!answer.path("state").equals("running")) {
                return answer;
            }
            assertTrue(System.nanoTime() < deadline, "it does not end");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static RequestSpecification operator() {
        return Api.as("operator", "operator", "in-region");
    }
}
