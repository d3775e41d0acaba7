// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.HttpLog;
import io.domicile.audit.Merkle;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.regions.witness.AddCheckpoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The regions of a gateway as each other's witnesses.
@QuarkusTest
class WitnessHttpTest {

    @BeforeEach
    void something_is_in_the_log() {
        String entry = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        AuditLogs.entry("nl", entry);
    }

    @Test
    void a_checkpoint_gets_the_cosignatures_of_the_other_regions_and_satisfies_the_policy() {
        // given
        var policy = policy("nl");

        // when
        var note = cosigned("nl", 2);

        // then
        var verdict = policy.check(note, Instant.now());
        assertTrue(verdict.isSatisfied(), verdict.refusal().orElse(""));
        assertEquals(
                List.of("cn", "sg"),
                verdict.confirmations().stream().map(seen -> seen.witness().name()).toList());
        assertFalse(policy.witnesses().stream().anyMatch(one -> one.name().equals("nl")));
        var origin = Checkpoint.parse(note).origin();
        assertEquals(
                2, note.signatures().stream().filter(one -> !one.name().equals(origin)).count());
    }

    @Test
    void the_key_of_a_witness_is_the_one_that_policies_name() {
        // when
        var answer = given().get("/witness/cn/witness.pub");

        // then
        answer.then().statusCode(200).contentType("text/plain; charset=utf-8");
        var named = policy("nl").witnesses().getFirst().key().toString();
        assertEquals(named + "\n", answer.asString());
    }

    @Test
    void a_witness_shows_monitors_what_it_cosigned_last() throws Exception {
        // given
        var note = cosigned("nl", 2);
        var key = NoteVerifier.parse(given().get("/witness/sg/witness.pub").asString().strip());

        // when
        var seen =
                given().get("/witness/sg/" + hash(Checkpoint.parse(note).origin()) + "/checkpoint");

        // then
        seen.then().statusCode(200).contentType("text/plain; charset=utf-8");
        assertTrue(key.orElseThrow().verifies(Note.parse(seen.asByteArray())));
        given().get("/witness/sg/" + hash("log.example/none") + "/checkpoint")
                .then()
                .statusCode(404);
        given().get("/witness/nl/" + hash(Checkpoint.parse(note).origin()) + "/checkpoint")
                .then()
                .statusCode(404);
    }

    @Test
    void a_stale_size_is_409_with_the_size_and_its_own_media_type() {
        // given
        var note = cosigned("nl", 2);

        // when
        var answer = ask("cn", new AddCheckpoint(0, List.of(), note).bytes());

        // then
        answer.then().statusCode(409).header("Content-Type", "text/x.tlog.size");
        assertTrue(answer.asString().matches("[1-9][0-9]*\n"));
        assertTrue(Long.parseLong(answer.asString().strip()) >= Checkpoint.parse(note).size());
    }

    @Test
    void what_a_witness_refuses_is_a_problem_with_the_protocols_status() {
        // given
        var note = cosigned("nl", 2);
        var now = Checkpoint.parse(note);
        var unsigned = new Note(forked(now).text(), note.signatures());
        var unknown =
                new Note(new Checkpoint("a.b/c", 1, Merkle.EMPTY_ROOT).text(), note.signatures());

        // when, then
        ask("cn", "nonsense".getBytes(StandardCharsets.UTF_8))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("bad_request"));
        ask("cn", body(now.size(), unsigned))
                .then()
                .statusCode(403)
                .body("code", equalTo("unsigned_checkpoint"));
        ask("cn", body(0, unknown)).then().statusCode(404).body("code", equalTo("unknown_log"));
        ask("nl", body(0, note)).then().statusCode(404).body("code", equalTo("unknown_log"));
        ask("xx", body(0, note)).then().statusCode(404).body("code", equalTo("not_found"));
        ask("cn", new byte[AddCheckpoint.MAX_BYTES + 1])
                .then()
                .statusCode(413)
                .body("code", equalTo("body_too_large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn", "nl", "sg"})
    void metrics_count_what_witnesses_did_and_name_nobody(String region) {
        // given
        cosigned("nl", 2);

        // when
        var metrics = given().get("/q/metrics");

        // then
        metrics.then()
                .statusCode(200)
                .body(containsString("domicile_witness_answers_total{region=\"" + region + "\""))
                .body(containsString("domicile_log_cosigned_total{region=\"" + region + "\""));
    }

    /// The region's checkpoint once so many witnesses have cosigned it.
    private static Note cosigned(String region, int witnesses) {
        var policy = policy(region);
        var log = new HttpLog(AuditLogs.address(region));
        var deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(deadline)) {
            var note = Note.parse(log.read("checkpoint").orElseThrow());
            if (policy.check(note, Instant.now()).confirmations().size() == witnesses) {
                return note;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("no such cosignatures");
    }

    private static Policy policy(String region) {
        return Policy.parse(given().get("/v1/audit/" + region + "/policy").asByteArray());
    }

    private static Response ask(String region, byte[] body) {
        return given().contentType("text/plain")
                .body(body)
                .post("/witness/" + region + "/add-checkpoint");
    }

    private static byte[] body(long old, Note note) {
        return new AddCheckpoint(old, List.of(), note).bytes();
    }

    private static Checkpoint forked(Checkpoint now) {
        return new Checkpoint(now.origin(), now.size(), Merkle.EMPTY_ROOT);
    }

    private static String hash(String origin) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(origin.getBytes(StandardCharsets.UTF_8)));
    }
}
