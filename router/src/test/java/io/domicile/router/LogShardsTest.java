// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.regions.keys.Sm2Note;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogShardsTest {

    @Test
    void a_log_is_also_served_by_its_name() {
        // given
        var listed = given().get("/v1/audit/nl/shards");
        String name = listed.path("shards[-1].name");

        // when
        var key = given().get("/v1/audit/nl/" + name + "/log.pub");
        var checkpoint = given().get("/v1/audit/nl/" + name + "/checkpoint");

        // then
        listed.then()
                .statusCode(200)
                .body("shards[-1].closed", equalTo(false))
                .body("shards[-1].origin", containsString("/nl/" + name));
        key.then().statusCode(200);
        assertEquals(given().get("/v1/audit/nl/log.pub").asString(), key.asString());
        checkpoint.then().statusCode(200).header("Cache-Control", "no-cache");
        assertTrue(checkpoint.asString().contains("/nl/" + name + "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1999/checkpoint",
                "2026z/checkpoint",
                "2026/keys.p12",
                "2026/tile/0/..%2f..%2fcheckpoint",
                "2026/../../keys.p12"
            })
    void what_no_log_has_is_not_found(String path) {
        given().urlEncodingEnabled(false).get("/v1/audit/nl/" + path).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "nl,log.pub",
        "nl,log.mldsa.pub",
        "cn,log.pub",
        "cn,log.mldsa.pub",
        "cn,log.sm2.pub"
    })
    void each_published_key_signs_the_checkpoint(String region, String file) {
        // given
        var folder = "/v1/audit/" + region + "/";
        var vkey = given().get(folder + file).asString().strip();

        // when
        var note = Note.parse(given().get(folder + "checkpoint").asByteArray());

        // then
        var verifier = NoteVerifier.parse(vkey, List.of(Sm2Note.KIND)).orElseThrow();
        assertTrue(verifier.verifies(note));
        assertTrue(given().get(folder + "log.keys").asString().contains(vkey + "\n"));
    }

    @Test
    void only_the_chinese_suite_signs_with_sm2() {
        given().get("/v1/audit/nl/log.sm2.pub").then().statusCode(404);
    }

    @Test
    void an_operator_rotates_the_keys_of_a_log_and_nobody_else_does() {
        // given
        var before = given().get("/v1/audit/sg/log.keys").asString();

        // when
        var rotated = Api.as("operator", "operator", "in-region").post("/v1/keys/sg/log/rotation");

        // then
        rotated.then().statusCode(202).body("signing", hasItem("log"));
        awaitKeys("sg", before);
        var keys = given().get("/v1/audit/sg/log.keys").asString();
        assertTrue(keys.endsWith(before), keys);
        for (var path : List.of("rotation", "freeze")) {
            Api.as("compliance", "acme", "in-region")
                    .post("/v1/keys/sg/log/" + path)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void compliance_holds_the_log_and_its_retention_says_so() throws SQLException {
        // given
        var unused = RegionDatabase.update("sg", "delete from perishable.legal_hold");
        unused = RegionDatabase.update("sg", "delete from audit_hold");
        var holds = "/v1/audit/sg/holds";

        // when
        var placed =
                Api.as("compliance", "acme", "in-region")
                        .contentType(ContentType.JSON)
                        .body("{\"basis\":\"legal_claim\"}")
                        .put(holds + "/C-17");

        // then
        placed.then().statusCode(200).body("holds[0].reference", equalTo("C-17"));
        Api.as("compliance", "acme", "in-region")
                .get(holds)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("holds.reference", hasItem("C-17"));
        Api.as("compliance", "acme", "in-region")
                .get("/v1/audit/xx/holds")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        Api.as("compliance", "globex", "in-region").get(holds).then().body("holds", hasSize(0));
        awaitText("/v1/audit/sg/retention", "legal-hold yes");
        Api.as("operator", "operator", "in-region").get(holds).then().statusCode(403);
        Api.as("compliance", "acme", "in-region")
                .delete(holds + "/C-17")
                .then()
                .statusCode(200)
                .body("holds", hasSize(1));
        awaitText("/v1/audit/sg/retention", "legal-hold no");
    }

    private static void awaitKeys(String region, String before) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (given().get("/v1/audit/" + region + "/log.keys").asString().equals(before)
                || !isSignedByAll(region)) {
            assertTrue(System.nanoTime() < deadline, "no new key is published");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static boolean isSignedByAll(String region) {
        var note = Note.parse(given().get("/v1/audit/" + region + "/checkpoint").asByteArray());
        return given().get("/v1/audit/" + region + "/log.keys")
                .asString()
                .lines()
                .allMatch(vkey -> NoteVerifier.parse(vkey).orElseThrow().verifies(note));
    }

    private static void awaitText(String path, String text) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!given().get(path).asString().contains(text)) {
            assertTrue(System.nanoTime() < deadline, "it does not say " + text);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
