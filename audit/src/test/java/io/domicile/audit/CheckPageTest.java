// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page that comes with an archive, opened from its file in a page.browser().
class CheckPageTest {
    private static CheckPage page;
    @TempDir private static Path profile;
    @TempDir private Path directory;

    @BeforeAll
    static void start() throws IOException {
        page = new CheckPage(Tool.find("chromium", "Chromium"), profile);
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 255, 256, 257, 1_000, 65_535, 65_536, 65_793})
    void a_whole_log_is_whole(long size) throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), size);

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("whole", verdict, text());
        assertTrue(text().contains("All %,d entries of the log".formatted(size)), text());
    }

    @Test
    void an_unpacked_folder_is_checked_like_the_zip() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 600);

        // when
        page.open("");
        var verdict = page.choose("#folder", archive.folder());

        // then
        assertEquals("whole", verdict, text());
    }

    @Test
    void a_part_of_a_log_is_whole_with_the_bundles_in_scope_alone() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 70_000, 66_000, 1_000);

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("whole", verdict, text());
        assertTrue(text().contains("The 1,000 entries 66,000 to 66,999 of the log"), text());
    }

    @Test
    void the_first_bad_entry_is_named_with_its_time() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);
        spoil(archive, "log/tile/entries/002", 20_000);

        // when
        var verdict = check(archive.zip());

        // then
        var bad = 2 * 256 + 20_000 / (PackedLog.entry(0).length + 2);
        assertEquals("broken", verdict, text());
        assertTrue(
                text().contains("The first entry that is not right is number " + bad + "."),
                text());
        assertTrue(text().contains(time(bad - 1)) && text().contains(time(bad + 1)), text());
        assertTrue(text().contains("The other 999 entries still match what was signed."), text());
    }

    @ParameterizedTest
    @CsvSource({
        "log/tile/0/001, 100",
        "log/tile/1/000.p/3, 40",
        "log/tile/0/003.p/232, 40",
        "log/tile/entries/003.p/232, 40",
        "log/checkpoint, 30",
        "entries.ndjson, 5000",
        "policy.tlog-policy, 10",
        "archive.json, 20"
    })
    void a_changed_byte_is_found_even_with_the_sums_made_anew(String file, int at)
            throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);
        spoil(archive, file, at);

        // when
        var verdict = check(archive.zip());

        // then
        assertTrue(List.of("broken", "unreadable").contains(verdict), text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log/tile/0/001",
                "log/tile/1/000.p/3",
                "log/tile/entries/001",
                "entries.ndjson"
            })
    void a_lost_file_is_found(String file) throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);
        Files.delete(archive.folder().resolve(file));

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("broken", verdict, text());
        assertTrue(text().contains(file), text());
    }

    @Test
    void a_changed_report_is_found_by_its_sum() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 10);
        archive.write("VERIFY.md", "all is well\n");

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("broken", verdict, text());
        assertTrue(text().contains("Changed: VERIFY.md"), text());
    }

    @Test
    void a_readable_list_that_says_something_else_than_the_log_is_found() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);
        var list = new String(archive.read("entries.ndjson"), UTF_8);
        archive.write(
                "entries.ndjson",
                list.replaceFirst("(?s)(.{200000}.*?)\"res\":\"ok\"", "$1\"res\":\"no\""));
        archive.sum();

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("broken", verdict, text());
        assertTrue(text().contains("entries.ndjson differs from the log"), text());
    }

    @Test
    void a_browser_without_ed25519_leaves_it_undecided() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);
        page.open(
                "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));");

        // when
        var verdict = page.choose("#zip", archive.zip());

        // then
        assertEquals("unsure", verdict, text());
        assertTrue(text().contains("The signature could not be checked by this browser."), text());
    }

    @Test
    void the_key_that_the_reader_has_decides() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 10);
        check(archive.zip());
        assertTrue(text().contains("The key came with the archive."), text());

        // when
        var right = page.type(PackedLog.SIGNER.vkey());

        // then
        assertEquals("whole", right);
        assertTrue(text().contains("It is the key that you gave."), text());
        assertEquals("broken", page.type(MemoryLog.SIGNER.vkey()));
        assertTrue(text().contains("not signed with the key that you gave"), text());
    }

    @Test
    void witnesses_are_counted_as_the_policy_asks() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 300);
        witness(archive, false);

        // when
        var met = check(archive.zip());

        // then
        assertEquals("whole", met, text());
        assertTrue(
                text().contains(
                                "Confirmed by 1: example.com/w3 (November 20, 2026 at 20:14:00 UTC)."),
                text());
    }

    @Test
    void a_false_signature_of_a_witness_spoils_the_archive() throws IOException {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), 300);
        witness(archive, true);

        // when
        var verdict = check(archive.zip());

        // then
        assertEquals("broken", verdict, text());
        assertTrue(text().contains("False signature of a witness"), text());
    }

    @Test
    void nothing_leaves_the_page() throws IOException {
        // given
        check(PackedLog.of(directory.resolve("archive"), 300).zip());

        // when
        var tried =
                page.browser()
                        .evaluate(
                                "fetch('https://example.com/').then(() => 'sent', e => 'refused')")
                        .asText();

        // then
        assertEquals("refused", tried);
        assertTrue(
                page.browser().requests().stream()
                        .allMatch(r -> r.startsWith("file:") || r.startsWith("blob:")),
                page.browser().requests().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "zh, 完好：完整、有序、未被更改, 全部 1,000 条记录均在此",
        "nl, 'Heel: volledig, op volgorde, ongewijzigd', Alle 1.000 regels"
    })
    void the_verdict_is_told_in_the_reader_s_language(String language, String heading, String count)
            throws IOException {
        // given
        check(PackedLog.of(directory.resolve("archive"), 1_000).zip());

        // when
        page.browser()
                .evaluate("document.querySelector('nav [lang=%s]').click()".formatted(language));

        // then
        assertTrue(text().contains(heading), text());
        assertTrue(text().replace(" ", "").contains(count.replace(" ", "")), text());
        assertFalse(text().contains("undefined"), text());
    }

    @Test
    void every_text_is_there_in_each_language() throws IOException {
        // when
        page.open("");

        // then
        assertEquals(
                0,
                page.browser()
                        .evaluate(
                                "Object.values(WORDS).filter(w => w.length !== 3 || w.some(t => !t) || new Set(w.map(t => (t.match(/\\{\\w+\\}/g) || []).sort().join())).size > 1).length")
                        .asInt());
    }

    @Test
    void a_verdict_fits_a_telephone_and_takes_the_focus() throws IOException {
        // given
        page.browser().resize(375, 800);
        var archive = PackedLog.of(directory.resolve("archive"), 1_000);

        // when
        check(archive.zip());

        // then
        assertEquals("verdict", page.browser().evaluate("document.activeElement.id").asText());
        assertTrue(
                page.browser()
                        .evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                        .asBoolean());
        page.browser().resize(1_000, 1_200);
    }

    private static String check(Path zip) {
        page.open("");
        return page.check(zip);
    }

    private static String text() {
        return page.text();
    }

    private static String time(long index) {
        return PackedLog.START.plusSeconds(index).toString().substring(11, 19);
    }

    private static void spoil(PackedLog archive, String file, int at) throws IOException {
        archive.write(file, Spoil.flip(archive.read(file), at, 1));
        archive.sum();
    }

    /// Adds a cosignature, and a policy that asks for it.
    private static void witness(PackedLog archive, boolean wrong) throws IOException {
        var witness = Witnesses.ed25519(3);
        var note = Note.parse(archive.read("checkpoint"));
        var other = MemoryLog.of(1).file("checkpoint");
        var line = witness.cosign(wrong ? Note.parse(other) : note);
        var cosigned =
                new Note(
                        note.text(),
                        Stream.concat(note.signatures().stream(), Stream.of(line)).toList());
        archive.write("checkpoint", cosigned.bytes());
        archive.write("log/checkpoint", cosigned.bytes());
        archive.write(
                "policy.tlog-policy",
                """
                # who must have seen it
                %switness three %s https://example.com/w3
                group regions 1 three
                quorum regions
                """
                        .formatted(PackedLog.policy(), witness.vkey()));
        archive.sum();
    }
}
