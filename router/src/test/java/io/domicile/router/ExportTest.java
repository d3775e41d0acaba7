// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.Algorithm;
import io.domicile.audit.Checkpoint;
import io.domicile.audit.EntryProof;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ExportTest {

    private static final String NL = "/v1/audit/nl/export";

    @TempDir private Path folder = Path.of("");
    private String entry = "";

    @BeforeEach
    void something_is_in_the_log() {
        entry = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        AuditLogs.entry("nl", entry);
    }

    @Test
    void an_archive_holds_a_log_that_our_verifier_accepts() throws Exception {
        // when
        var answer = operator().get(NL);
        unpack(answer);

        // then
        answer.then()
                .statusCode(200)
                .contentType("application/zip")
                .header("Accept-Ranges", "bytes")
                .header(
                        "Content-Disposition",
                        matchesRegex("attachment; filename=\"audit-nl-.+\""));
        var outcome = Gateway.verify(folder.resolve("log").toString());
        var manifest = manifest();
        assertEquals(0, outcome.exit(), outcome.text());
        assertTrue(
                outcome.text().contains("holds %,d entr".formatted(manifest.path("size").asLong())),
                outcome.text());
        assertEquals(manifest.path("size"), manifest.path("count"));
        assertEquals(
                manifest.path("size").asLong(),
                Files.readAllLines(folder.resolve("entries.ndjson")).size());
        assertTrue(
                Files.readString(folder.resolve("report.html"))
                        .contains("complete, in order and unchanged"));
    }

    @Test
    void tesseras_fsck_accepts_the_log_of_an_archive() throws Exception {
        // given
        var fsck = System.getenv("DOMICILE_FSCK");
        Assumptions.assumeTrue(fsck != null, "tessera's fsck on an archive: fsck is not here");
        unpack(operator().get(NL));

        // when
        var outcome =
                Gateway.run(
                        List.of(
                                "timeout",
                                "60",
                                fsck,
                                "--ui=false",
                                "--N=8",
                                "--storage_url=file://" + folder.resolve("log"),
                                "--public_key=" + folder.resolve("log.pub")));

        // then
        var manifest = manifest();
        assertTrue(
                outcome.text()
                        .contains(
                                "Successfully fsck'd log with size %d and root %s"
                                        .formatted(
                                                manifest.path("size").asLong(),
                                                manifest.path("root").asText())),
                outcome.text());
    }

    @Test
    void the_checkers_come_with_every_archive() throws IOException {
        // when
        unpack(operator().get(NL));

        // then
        for (var name : List.of("VERIFY.md", "verify.html", "verify.sh", "policy.tlog-policy")) {
            assertTrue(Files.size(folder.resolve(name)) > 0, name);
        }
    }

    @Test
    void an_export_stands_in_the_log_that_was_exported() throws IOException {
        // when
        unpack(operator().get(NL));

        // then
        var manifest = manifest();
        var logged = AuditLogs.entry("nl", manifest.path("export").asText());
        assertEquals("export", logged.path("act").asText());
        assertEquals("operator", logged.path("actor").asText());
        assertTrue(labels(logged).contains("size:" + manifest.path("size").asLong()));
        assertTrue(labels(logged).contains("first:0"));
        assertTrue(labels(logged).contains("entries:" + manifest.path("count").asLong()));
    }

    @ParameterizedTest
    @CsvSource({"regulator, DE", "regulator, US", "operator, SG"})
    void the_mainlands_log_goes_to_nobody_abroad(String role, String country) {
        // when
        var answer = Api.as(role, "authority", country).get("/v1/audit/cn/export");

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("need", equalTo("PRC_APPROVAL"))
                .body("rules", hasItem("H12"));
        var refused = AuditLogs.entry("cn", answer.path("audit.entry"));
        assertEquals("deny", refused.path("act").asText());
        assertEquals("export", refused.path("type").asText());
        assertEquals(country, refused.path("to").asText());
    }

    @Test
    void a_regulator_gets_the_log_of_its_own_region() {
        // when
        var own = Api.as(Roles.REGULATOR, "cac", "CN").get("/v1/audit/cn/export");
        var slice = Api.as(Roles.REGULATOR, "pdpc", "SG").get(NL);

        // then
        own.then().statusCode(200);
        slice.then().statusCode(451).body("rules", hasItem("H12.SLICE"));
    }

    @Test
    void a_broken_download_goes_on_with_the_same_bytes() throws IOException {
        // given
        var first = operator().get(NL);
        var whole = first.asByteArray();
        String more = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        AuditLogs.entry("nl", more);
        int there = whole.length / 3;

        // when
        var rest =
                operator()
                        .header("Range", "bytes=" + there + "-")
                        .header("If-Range", first.header("ETag"))
                        .get(NL);
        var again = operator().get(first.header("Content-Location"));
        var ended =
                operator()
                        .header("Range", "bytes=" + whole.length + "-")
                        .header("If-Range", first.header("ETag"))
                        .get(NL);

        // then
        rest.then()
                .statusCode(206)
                .header("ETag", first.header("ETag"))
                .header("Content-Length", Integer.toString(whole.length - there))
                .header(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(there, whole.length - 1, whole.length));
        assertArrayEquals(Arrays.copyOfRange(whole, there, whole.length), rest.asByteArray());
        assertArrayEquals(whole, again.asByteArray());
        ended.then().statusCode(416).header("Content-Range", "bytes */" + whole.length);
        unpack(first);
        var id = manifest().path("export").asText();
        AuditLogs.entriesOnce("nl", one -> labels(one).contains("again:" + id));
    }

    @Test
    void who_only_asks_whether_an_archive_is_there_takes_no_place() {
        // when
        for (int i = 0; i < 5; i++) {
            operator().head(NL).then().statusCode(200);
        }

        // then
        operator().get(NL).then().statusCode(200);
    }

    @Test
    void a_tag_that_names_no_export_begins_a_new_one() {
        // given
        var tag = operator().get(NL).header("ETag");

        // when
        var answer =
                operator()
                        .header("Range", "bytes=1-")
                        .header("If-Range", "\"" + "-".repeat(36) + tag.substring(37))
                        .get(NL);

        // then
        answer.then().statusCode(200);
    }

    @Test
    void an_archive_says_who_witnessed_it_and_its_policy_refuses_a_fork() throws Exception {
        // given
        var deadline = Instant.now().plusSeconds(30);
        do {
            assertTrue(Instant.now().isBefore(deadline), "no checkpoint was witnessed");
            awaitWitnesses();
            unpack(operator().get(NL));
        } while (!manifest().path("witnessed").asBoolean());

        // when
        var policy = Policy.parse(Files.readAllBytes(folder.resolve("policy.tlog-policy")));

        // then
        var note = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        var own =
                note.signatures().stream()
                        .filter(line -> line.name().equals(Checkpoint.parse(note).origin()))
                        .toList();
        assertTrue(policy.check(note, Instant.now()).isSatisfied());
        assertFalse(policy.check(new Note(note.text(), own), Instant.now()).isSatisfied());
        assertFalse(policy.logs().isEmpty());
        policy.logs()
                .forEach(log -> {
                    assertEquals(Checkpoint.parse(note).origin(), log.key().name());
                    assertEquals(Algorithm.ED25519, log.key().kind());
                });
        assertEquals(0, Gateway.verify(folder.toString()).exit());
        assertTrue(
                Files.readString(folder.resolve("report.html"))
                        .contains("<strong>Witnessed.</strong>"));
    }

    private static void awaitWitnesses() {
        var policy = Policy.parse(given().get("/v1/audit/nl/policy").asByteArray());
        var deadline = Instant.now().plusSeconds(30);
        while (!policy.check(
                        Note.parse(given().get("/v1/audit/nl/checkpoint").asByteArray()),
                        Instant.now())
                .isSatisfied()) {
            assertTrue(Instant.now().isBefore(deadline), "no checkpoint was witnessed");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void nobody_goes_on_with_the_export_of_another() {
        // given
        var first = operator().get(NL);

        // when
        var named = Api.as(Roles.COMPLIANCE, "acme", "NL").get(first.header("Content-Location"));
        var tagged =
                Api.as(Roles.REGULATOR, "ap", "NL")
                        .header("Range", "bytes=1000-")
                        .header("If-Range", first.header("ETag"))
                        .get(NL);

        // then
        named.then().statusCode(404);
        tagged.then().statusCode(200);
        assertTrue(!tagged.header("ETag").equals(first.header("ETag")));
    }

    @Test
    void the_part_of_a_time_has_that_times_entries_and_still_proves_them() throws IOException {
        // given
        var from = Instant.now();
        String late = Api.post("acme", Examples.GERMAN_TEXT).path("audit.entry");
        AuditLogs.entry("nl", late);

        // when
        unpack(operator().get(NL + "?from=" + from + "&entry=" + late));

        // then
        var manifest = manifest();
        var lines = Files.readAllLines(folder.resolve("entries.ndjson"));
        assertTrue(lines.stream().anyMatch(line -> line.contains(late)));
        assertTrue(lines.stream().noneMatch(line -> line.contains("\"id\":\"" + entry)));
        assertEquals(from, Instant.parse(manifest.path("from").asText()));
        assertTrue(manifest.path("first").asLong() > 0);
        assertTrue(manifest.path("count").asLong() < manifest.path("size").asLong());
        var index = index(lines, late);
        var proof =
                EntryProof.parse(
                        Files.readString(folder.resolve("proofs/" + index + ".tlog-proof")));
        assertTrue(
                proof.proves(
                        Files.readAllBytes(folder.resolve("proofs/" + index + ".json")), key()));
    }

    @Test
    void a_time_without_entries_gives_an_archive_without_entries() throws IOException {
        // when
        unpack(operator().get(NL + "?to=2001-01-01"));

        // then
        assertEquals(0, manifest().path("count").asLong());
        assertEquals(0, Files.size(folder.resolve("entries.ndjson")));
    }

    @ParameterizedTest
    @CsvSource({
        "?from=yesterday, bad_time",
        "?from=2026-11-02&to=2026-11-01, out_of_range",
        "?since=2026-11-01, unknown_field",
        "?ocsf=0.1, unknown_value",
        "?entry=x, unknown_value",
        "?entry=01890a5d-ac96-7000-8000-000000000000, unknown_value"
    })
    void a_parameter_that_makes_no_sense_is_422(String parameters, String code) {
        // when
        var answer = operator().get(NL + parameters);

        // then
        answer.then().statusCode(422).body("code", equalTo(code));
    }

    @Test
    void an_export_is_for_those_who_watch() {
        // when
        var stranger = given().get(NL);
        var service = Api.as("acme").get(NL);
        var nowhere = operator().get("/v1/audit/xx/export");

        // then
        stranger.then().statusCode(401);
        service.then().statusCode(403);
        nowhere.then().statusCode(404);
    }

    @Test
    void an_entry_has_a_proof_of_its_own() throws IOException {
        // when
        var text = given().get("/v1/audit/nl/entries/" + entry + "/proof");
        var json =
                given().accept("application/json").get("/v1/audit/nl/entries/" + entry + "/proof");

        // then
        text.then()
                .statusCode(200)
                .contentType("text/plain; charset=utf-8")
                .body(containsString("c2sp.org/tlog-proof@v1\n"));
        String data = json.path("data");
        assertEquals(entry, Json.MAPPER.readTree(data).path("id").asText());
        var key = NoteVerifier.parse(given().get("/v1/audit/nl/log.pub").asString().strip());
        assertTrue(
                EntryProof.parse(text.asString())
                        .proves(data.getBytes(StandardCharsets.UTF_8), key.orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl/entries/01890a5d-ac96-7000-8000-000000000000", "xx/entries/1"})
    void what_is_no_entry_has_no_proof(String place) {
        // when
        var answer = given().get("/v1/audit/" + place + "/proof");

        // then
        answer.then().statusCode(404).body("code", equalTo("not_found"));
    }

    private static RequestSpecification operator() {
        return Api.as(Roles.OPERATOR, "operator", "in-region");
    }

    private void unpack(Response answer) throws IOException {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                var place = folder.resolve(file.getName());
                Files.createDirectories(Objects.requireNonNull(place.getParent()));
                Files.write(place, zip.readAllBytes());
            }
        }
    }

    private JsonNode manifest() throws IOException {
        return Json.MAPPER.readTree(folder.resolve("archive.json").toFile());
    }

    private NoteVerifier key() throws IOException {
        return NoteVerifier.parse(Files.readString(folder.resolve("log.pub")).strip())
                .orElseThrow();
    }

    private static long index(List<String> lines, String id) throws IOException {
        for (var line : lines) {
            var json = Json.MAPPER.readTree(line);
            if (json.at("/entry/id").asText().equals(id)) {
                return json.path("index").asLong();
            }
        }
        throw new AssertionError("no line has entry " + id);
    }

    private static List<String> labels(JsonNode entry) {
        return StreamSupport.stream(entry.path("class").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
