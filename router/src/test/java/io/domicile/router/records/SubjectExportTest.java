// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.EntryProof;
import io.domicile.audit.NoteVerifier;
import io.domicile.regions.RecordId;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Digest;
import io.domicile.router.Examples;
import io.domicile.router.RegionDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubjectExportTest {

    private final String subject = "person-" + UUID.randomUUID();

    @Test
    void a_person_gets_all_its_records_from_each_region_in_clear_and_others_as_tokens()
            throws IOException {
        // given
        var peer = "peer-" + UUID.randomUUID();
        post(
                Examples.GERMAN_TEXT.replace(
                        "}],",
                        "},{\"id\":\"%s\",\"role\":\"recipient\",\"home\":\"DE\",\"age\":34}],"
                                .formatted(peer)));
        post(Examples.GERMAN_POINT);
        post(Examples.SINGAPORE_TEXT);

        // when
        var files = Exported.of(export("in-region", ""));

        // then
        var part = files.json("nl/part.json");
        assertEquals("complete", part.path("state").asText());
        assertEquals(2, part.path("records").asInt());
        assertEquals(subject, part.path("subject").asText());
        assertEquals("[\"deliver_message\",\"navigation\"]", part.path("purposes").toString());
        assertTrue(part.path("categories").toString().contains("eu.pd"));
        assertTrue(part.path("rights").toString().contains("GDPR 77"));
        assertTrue(part.path("retention").has("first_end"));
        var records = files.text("nl/records-0001.json");
        assertTrue(records.contains("Hallo") && records.contains("Dam 1"));
        assertTrue(records.contains(subject) && records.contains("dom_nl_"));
        var page = files.text("nl/records-0001.html");
        assertTrue(page.startsWith("<!doctype html>") && page.contains("Hallo"));
        assertEquals(1, files.json("sg/part.json").path("records").asInt());
        assertEquals(0, files.json("cn/part.json").path("records").asInt());
        assertEquals(3, files.json("parts.json").path("parts").size());
        assertFalse(files.mentions(peer));
    }

    @Test
    void each_part_is_signed_by_the_log_of_its_region() throws IOException {
        // given
        post(Examples.GERMAN_TEXT);

        // when
        var files = Exported.of(export("in-region", "?region=nl"));

        // then
        var digest = Digest.sha256(files.bytes("nl/part.json"));
        assertEquals(digest, files.json("parts.json").at("/parts/0/sha256").asText());
        var entry = files.json("nl/entry.json");
        assertTrue(entry.path("class").toString().contains("part:" + digest));
        var key = NoteVerifier.parse(given().get("/v1/audit/nl/log.pub").asString().strip());
        var proof = EntryProof.parse(files.text("nl/proof.txt"));
        assertTrue(proof.proves(files.bytes("nl/entry.json"), key.orElseThrow()));
        for (var file : files.json("nl/part.json").path("files")) {
            var content = files.bytes("nl/" + file.path("name").asText());
            assertEquals("sha256:" + file.path("sha256").asText(), Digest.sha256(content));
        }
        assertFalse(entry.toString().contains(subject));
    }

    @Test
    void every_record_has_its_entry_and_so_has_the_export() throws IOException {
        // given
        var tenant = "export-" + UUID.randomUUID();
        post(tenant, Examples.GERMAN_TEXT);

        // when
        var files = Exported.of(export(tenant, "in-region", "?region=nl"));

        // then
        var last = files.json("nl/entry.json").path("id").asText();
        var entries =
                AuditLogs.entriesOnce("nl", AuditLogs.isEntry(last)).stream()
                        .filter(entry -> entry.path("tenant").asText().equals(tenant))
                        .map(entry ->
                                entry.path("type").asText() + " " + entry.path("act").asText())
                        .toList();
        assertEquals(
                List.of("decision store", "access export", "access read", "access export"),
                entries);
    }

    @Test
    void what_the_law_does_not_let_out_is_withheld_by_number_with_the_reason() throws IOException {
        // given
        post(Examples.GERMAN_TEXT);

        // when
        var files = Exported.of(export("SG", "?region=nl"));

        // then
        var part = files.json("nl/part.json");
        assertEquals(0, part.path("records").asInt());
        assertEquals("refused", part.at("/withheld/0/reason").asText());
        assertEquals(1, part.at("/withheld/0/records").asInt());
        assertTrue(part.at("/withheld/0/citations").size() > 0);
        assertFalse(files.mentions("Hallo"));
    }

    @Test
    void a_record_that_was_tampered_with_is_told_and_keeps_back_no_other() throws Exception {
        // given
        post(Examples.GERMAN_TEXT);
        var broken = RecordId.parse(post(Examples.GERMAN_TEXT).path("id")).orElseThrow();
        RegionDatabase.update(
                "nl",
                "update record set envelope = set_byte(envelope, 0, 2) where id = '%s'"
                        .formatted(broken.uuid()));

        // when
        var files = Exported.of(export("in-region", "?region=nl"));

        // then
        var part = files.json("nl/part.json");
        assertEquals(1, part.path("records").asInt());
        assertEquals("seal_broken", part.at("/withheld/0/reason").asText());
        assertEquals(1, part.at("/withheld/0/records").asInt());
        assertFalse(files.text("nl/records-0001.json").contains(broken.toString()));
    }

    @Test
    void to_whom_it_went_is_told() throws IOException {
        // given
        String id = post(Examples.GERMAN_TEXT).path("id");
        String read =
                Api.as("service", "acme", "GB")
                        .header("Purpose", "support")
                        .get("/v1/records/" + id)
                        .path("audit.entry");
        var _ = AuditLogs.entry("nl", read);

        // when
        var files = Exported.of(export("in-region", "?region=nl"));

        // then
        var told = files.json("nl/part.json").path("recipients");
        assertTrue(told.path("complete").asBoolean());
        assertEquals("GB", told.at("/list/0/country").asText());
        assertEquals("read", told.at("/list/0/type").asText());
    }

    @Test
    void a_region_that_is_down_is_named() throws Exception {
        // given
        post(Examples.GERMAN_TEXT);
        RegionDatabase.update("sg", "alter table audit_outbox rename to elsewhere");

        // when
        Response answer;
        try {
            answer = export("in-region", "");
        } finally {
            RegionDatabase.update("sg", "alter table elsewhere rename to audit_outbox");
        }

        // then
        var files = Exported.of(answer);
        var parts = files.json("parts.json").path("parts");
        assertEquals("sg", parts.path(2).path("region").asText());
        assertEquals("missing", parts.path(2).path("state").asText());
        assertEquals("region_unavailable", parts.path(2).path("reason").asText());
        assertFalse(files.has("sg/part.json"));
        assertEquals(1, files.json("nl/part.json").path("records").asInt());
    }

    @Test
    void somebody_who_was_erased_and_somebody_who_never_was_get_the_same() throws IOException {
        // given
        post(Examples.GERMAN_TEXT);
        Api.as("acme").delete("/v1/subjects/" + subject).then().statusCode(200);

        // when
        var part = Exported.of(export("in-region", "?region=nl")).json("nl/part.json");

        // then
        assertEquals(0, part.path("records").asInt());
        assertEquals("complete", part.path("state").asText());
        assertEquals(0, part.path("withheld").size());
    }

    @Test
    void another_tenant_gets_what_somebody_unknown_would_get() throws IOException {
        // given
        post(Examples.GERMAN_TEXT);

        // when
        var files = Exported.of(export("rival", "in-region", "?region=nl"));

        // then
        assertEquals(0, files.json("nl/part.json").path("records").asInt());
        assertFalse(files.has("nl/records-0001.json"));
    }

    @Test
    void an_export_needs_a_purpose_a_country_and_a_role() {
        // when
        var silent = Api.as("acme").get("/v1/subjects/" + subject + "/export");
        var nowhere = export("nowhere", "");
        var operator =
                Api.as("operator", "acme", "in-region")
                        .header("Purpose", "support")
                        .get("/v1/subjects/" + subject + "/export");
        var behind = export("in-region", "?after=nl_1");

        // then
        silent.then().statusCode(400).body("code", equalTo("bad_header"));
        nowhere.then().statusCode(403);
        operator.then().statusCode(403);
        behind.then().statusCode(422);
    }

    private Response post(String record) {
        return post("acme", record);
    }

    private Response post(String tenant, String record) {
        var answer = Api.post(tenant, record.replace("u-1842", subject));
        answer.then().statusCode(201);
        return answer;
    }

    private Response export(String country, String query) {
        return export("acme", country, query);
    }

    private Response export(String tenant, String country, String query) {
        return Api.as("service", tenant, country)
                .header("Purpose", "support")
                .header("Reason", "CASE-15")
                .get("/v1/subjects/" + subject + "/export" + query);
    }
}
