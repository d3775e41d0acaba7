// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.EntryProof;
import io.domicile.audit.Merkle;
import io.domicile.audit.NoteVerifier;
import io.domicile.router.Digest;
import io.domicile.router.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    @TempDir private Path folder;
    private MadeLog log;

    @BeforeEach
    void a_log_of_three_bundles() {
        log = new MadeLog(folder.resolve("made"));
        log.grow(700);
    }

    @Test
    void the_same_plan_gives_the_same_bytes_when_the_log_has_grown() throws IOException {
        // given
        var plan = log.plan(0, 700, null);
        var before = bytes(plan);

        // when
        log.grow(1_000);

        // then
        assertArrayEquals(before, bytes(plan));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 29, 30, 65_535, 65_536, 100_000})
    void what_comes_after_an_offset_is_the_end_of_the_whole(long offset) throws IOException {
        // given
        var plan = log.plan(0, 700, null);
        var whole = bytes(plan);

        // when
        var end = new ByteArrayOutputStream();
        var rest = new Rest(end, offset);
        new Archive(plan, log.files()).write(rest);

        // then
        assertTrue(whole.length > 100_000);
        assertEquals(whole.length, rest.length());
        assertArrayEquals(Arrays.copyOfRange(whole, (int) offset, whole.length), end.toByteArray());
    }

    @Test
    void every_file_but_one_has_its_sum_in_the_last() throws IOException {
        // when
        var archive = archive(log.plan(0, 700, null));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            var names = zip.stream().map(Object::toString).toList();
            var sums = text(zip, "SHA256SUMS").lines().toList();
            assertEquals("SHA256SUMS", names.getLast());
            assertEquals(names.size() - 1, sums.size());
            for (int i = 0; i < sums.size(); i++) {
                var digest = Digest.sha256(content(zip, names.get(i)));
                assertEquals(
                        digest.substring("sha256:".length()) + "  " + names.get(i), sums.get(i));
            }
        }
    }

    @Test
    void each_line_says_the_entry_byte_for_byte_and_its_hash() throws IOException {
        // when
        var archive = archive(log.plan(300, 200, null));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            var lines = text(zip, "entries.ndjson").lines().toList();
            assertEquals(200, lines.size());
            for (int i = 0; i < 200; i++) {
                var json = Json.MAPPER.readTree(lines.get(i));
                var entry = lines.get(i).replaceFirst("^.*?\"entry\":", "").replaceFirst("}$", "");
                assertEquals(300 + i, json.path("index").asInt());
                assertEquals(log.entry(300 + i), entry);
                assertEquals(
                        Merkle.leafHash(entry.getBytes(StandardCharsets.UTF_8)).toString(),
                        json.path("leaf").asText());
            }
            assertEquals(200, text(zip, "entries.ocsf.ndjson").lines().count());
            assertEquals(200, text(zip, "entries.cef").lines().count());
        }
    }

    @Test
    void a_part_has_all_hashes_and_the_bundles_that_it_touches() throws IOException {
        // when
        var archive = archive(log.plan(300, 200, null));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            var tiles =
                    zip.stream()
                            .map(Object::toString)
                            .filter(name -> name.startsWith("log/tile/"))
                            .toList();
            assertEquals(
                    List.of(
                            "log/tile/0/000",
                            "log/tile/0/001",
                            "log/tile/0/002.p/188",
                            "log/tile/1/000.p/2",
                            "log/tile/entries/001"),
                    tiles);
        }
    }

    @Test
    void what_is_told_to_one_tenant_has_no_entry_of_another() throws IOException {
        // when
        var archive = archive(log.plan(0, 700, "acme"));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            for (var name : zip.stream().map(Object::toString).toList()) {
                assertFalse(name.startsWith("log/tile/entries/"), name);
                assertFalse(text(zip, name).contains("rival"), name);
            }
            var tenants =
                    text(zip, "entries.ndjson")
                            .lines()
                            .map(line -> line.replaceFirst(".*\"tenant\":\"([^\"]+)\".*", "$1"))
                            .distinct()
                            .sorted()
                            .toList();
            assertEquals(List.of("*", "acme"), tenants);
            assertTrue(text(zip, "report.html").contains("<code>acme</code>"));
        }
    }

    @Test
    void proofs_hold_under_the_key_of_the_log() throws IOException {
        // when
        var archive = archive(log.plan(100, 500, null));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            var key = NoteVerifier.parse(text(zip, "log.pub").strip()).orElseThrow();
            for (var index : List.of(100, 599)) {
                var proof = EntryProof.parse(text(zip, "proofs/" + index + ".tlog-proof"));
                var entry = content(zip, "proofs/" + index + ".json");
                assertEquals(log.entry(index), new String(entry, StandardCharsets.UTF_8));
                assertTrue(proof.proves(entry, key));
                assertEquals(
                        "c2sp.org/tlog-proof@v1\n" + text(zip, "proofs/" + index + ".json.spicy"),
                        proof.text());
            }
        }
    }

    @Test
    void an_entry_that_was_changed_is_named_by_the_report() throws IOException {
        // given
        var plan = log.plan(0, 700, null);
        var bundle = folder.resolve("made/tile/entries/001");
        var text = Files.readString(bundle, StandardCharsets.ISO_8859_1);
        var place = text.indexOf("\"act\":\"store\"", 20_000) + 7;
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        bytes[place] = 'z';
        Files.write(bundle, bytes);
        int wrong = 256 + (int) text.substring(0, place).chars().filter(c -> c == '{').count() - 1;

        // when
        var archive = archive(plan);

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            assertTrue(
                    text(zip, "report.html").contains("Entry " + wrong + " is not what"),
                    "" + wrong);
            assertEquals(
                    wrong,
                    Json.MAPPER.readTree(text(zip, "archive.json")).path("first_bad").asInt());
        }
    }

    @Test
    void an_archive_of_nothing_is_one_too() throws IOException {
        // when
        var archive = archive(log.plan(0, 0, null));

        // then
        try (var zip = new ZipFile(archive.toFile())) {
            assertEquals("", text(zip, "entries.ndjson"));
            assertTrue(text(zip, "report.html").contains("No entries: complete"));
        }
    }

    @Test
    void the_profile_for_the_integrity_of_records_names_log_index_and_hash() throws IOException {
        // given
        var line = Line.read(4, log.entry(4).getBytes(StandardCharsets.UTF_8));

        // when
        var usual = Json.MAPPER.readTree(new Ocsf("o/nl/2026", "nl", Ocsf.USUAL).of(line));
        var dev = Json.MAPPER.readTree(new Ocsf("o/nl/2026", "nl", Ocsf.DEVELOPMENT).of(line));

        // then
        assertFalse(usual.has("attestation_list"));
        assertEquals(6005, usual.path("class_uid").asInt());
        assertEquals(600505, usual.path("type_uid").asInt());
        var attestation = dev.path("attestation_list").path(0);
        assertEquals("o/nl/2026", attestation.path("chain_uid").asText());
        assertEquals("4", attestation.path("uid").asText());
        assertEquals(
                HexFormat.of().formatHex(line.leaf().bytes()),
                attestation.at("/fingerprint/value").asText());
    }

    @Test
    void common_event_format_escapes_what_would_end_a_field() {
        // given
        var entry =
                """
                {"act":"a|b\\\\","actor":"x=y","id":"1","res":"ok","t":"2026-11-20T20:51:07Z","tenant":"acme","type":"t"}\
                """;

        // when
        var line = Cef.of(Line.read(0, entry.getBytes(StandardCharsets.UTF_8)));

        // then
        assertTrue(line.startsWith("CEF:0|Domicile|audit|1|t.a\\|b\\\\|t a\\|b\\\\|1|rt="), line);
        assertTrue(line.contains(" suser=x\\=y "), line);
    }

    @Test
    void an_estimate_is_near_the_length() throws IOException {
        // given
        log.grow(20_000);
        var plan = log.plan(0, 20_700, null);

        // when
        var about = Estimate.of(plan, log.files());

        // then
        var rest = new Rest(OutputStream.nullOutputStream(), 0);
        new Archive(plan, log.files()).write(rest);
        assertEquals(1.0, (double) about / rest.length(), 0.2);
    }

    private byte[] bytes(Plan plan) throws IOException {
        var out = new ByteArrayOutputStream();
        new Archive(plan, log.files()).write(out);
        return out.toByteArray();
    }

    private Path archive(Plan plan) throws IOException {
        return Files.write(folder.resolve("archive.zip"), bytes(plan));
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        try (var file = zip.getInputStream(zip.getEntry(name))) {
            return file.readAllBytes();
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(content(zip, name), StandardCharsets.UTF_8);
    }
}
