// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.EntryProof;
import io.domicile.audit.HttpLog;
import io.domicile.audit.NoteVerifier;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CertificateTest {

    private static final String SUBJECT = "certify-me";
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void a_certificate_brings_the_proofs_that_the_logs_have_its_entries() throws Exception {
        // given
        store("certified");

        // when
        var certificate = Api.as("certified").delete(erasing("?wait=integrated"));

        // then
        certificate.then().statusCode(200).body("regions", hasSize(3));
        for (var region : new String[] {"cn", "nl", "sg"}) {
            var at = "regions.find { it.region == '" + region + "' }.audit.";
            String data = certificate.path(at + "data");
            var proof = EntryProof.parse(certificate.path(at + "proof"));
            assertTrue(proof.proves(data.getBytes(StandardCharsets.UTF_8), key(region)));
            assertEquals(
                    proof.inclusion().index(),
                    ((Number) certificate.path(at + "index")).longValue());
            var entry = Json.MAPPER.readTree(data);
            assertEquals(certificate.path(at + "entry"), entry.path("id").asText());
            assertEquals(certificate.path("subject.commitment"), entry.path("commit").asText());
        }
    }

    @Test
    void the_salt_shows_whom_a_certificate_is_about_and_only_the_caller_has_it() throws Exception {
        // given
        store("certified-salt");

        // when
        var certificate = Api.as("certified-salt").delete(erasing(""));
        String id = certificate.path("certificate");
        var again = Api.as("certified-salt").get("/v1/erasures/" + id + "?wait=integrated");

        // then
        assertFalse(certificate.asString().contains(SUBJECT));
        assertEquals(certificate.path("subject.commitment"), commitment(certificate));
        again.then()
                .statusCode(200)
                .body("subject.commitment", equalTo(certificate.path("subject.commitment")))
                .body("subject.salt", nullValue())
                .body("regions", hasSize(3))
                .body("regions.records", equalTo(certificate.path("regions.records")))
                .body("regions.keys_destroyed", equalTo(certificate.path("regions.keys_destroyed")))
                .body("regions.audit.proof", hasSize(3));
    }

    @Test
    void a_certificate_is_found_by_its_entry_and_by_nobody_else() {
        // given
        store("certified-own");
        var certificate = Api.as("certified-own").delete(erasing("?region=nl"));
        String entry = certificate.path("regions[0].audit.entry");

        // when
        var own = Api.as("certified-own").get("/v1/erasures/" + entry);
        var foreign = Api.as("certified-rival").get("/v1/erasures/" + entry);
        var nonsense = Api.as("certified-own").get("/v1/erasures/x");

        // then
        certificate.then().body("regions", hasSize(1)).body("regions[0].region", equalTo("nl"));
        own.then().statusCode(200).body("certificate", equalTo(certificate.path("certificate")));
        foreign.then().statusCode(404);
        nonsense.then().statusCode(404);
    }

    @Test
    void the_mainlands_network_log_is_kept_until_day_183_and_the_certificate_says_so() {
        // given
        store("certified-law");

        // when
        var certificate = Api.as("certified-law").delete(erasing(""));

        // then
        var cn = "regions.find { it.region == 'cn' }";
        certificate
                .then()
                .body(cn + ".residual.what", equalTo(List.of("network_log")))
                .body(cn + ".rules", hasItem("H10.KEEP"))
                .body(cn + ".law", hasItem("CSL(2025) 23(3)"))
                .body(cn + ".kinds.'loc.point'", equalTo(1))
                .body(cn + ".key_proof.holder", equalTo("file"))
                .body(cn + ".recipients", empty())
                .body("regions.find { it.region == 'nl' }.residual", empty())
                .body("regions.find { it.region == 'nl' }.rules", containsInAnyOrder("H10", "H11"));
        var at = Instant.parse(certificate.path(cn + ".at"));
        String until = certificate.path(cn + ".residual[0].until");
        assertEquals(Duration.ofDays(183), Duration.between(at, Instant.parse(until)));
    }

    @Test
    void a_wish_that_is_not_known_erases_nothing() {
        // given
        String id = store("certified-odd");

        // when
        var wait = Api.as("certified-odd").delete(erasing("?wait=forever"));
        var region = Api.as("certified-odd").delete(erasing("?region=us"));

        // then
        wait.then().statusCode(422).body("code", equalTo("unknown_value"));
        region.then().statusCode(422).body("code", equalTo("unknown_value"));
        Api.read("certified-odd", id).then().statusCode(200);
    }

    /// Stores a record in `nl` and one in `cn`.
    ///
    /// @return the id of the first
    private static String store(String tenant) {
        Api.post(tenant, Examples.MAINLAND_POINT.replace("u-2001", SUBJECT));
        return Api.post(tenant, Examples.GERMAN_TEXT.replace("u-1842", SUBJECT)).path("id");
    }

    private static String erasing(String query) {
        return "/v1/subjects/" + SUBJECT + query;
    }

    private static String commitment(Response certificate) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update("domicile/commit/v1\0".getBytes(StandardCharsets.US_ASCII));
        digest.update(HEX.parseHex(certificate.path("subject.salt")));
        return HEX.formatHex(digest.digest(SUBJECT.getBytes(StandardCharsets.UTF_8)));
    }

    private static NoteVerifier key(String region) {
        var log = new HttpLog(AuditLogs.address(region));
        var vkey = new String(log.read("log.pub").orElseThrow(), StandardCharsets.UTF_8).strip();
        return NoteVerifier.parse(vkey).orElseThrow();
    }
}
