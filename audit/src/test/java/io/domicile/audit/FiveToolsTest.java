// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One archive, and five programs that must agree on it: ours, and four whose verdict does not rest
/// on our code for hashing, signing or reading. `-Ddomicile.checkers.entries=1000000` makes it
/// large; the seconds that each took are reported.
class FiveToolsTest {
    private static final int SIZE = Integer.getInteger("domicile.checkers.entries", 3_000);
    private static final int SMALL = 700;

    @TempDir private static Path shared;
    @TempDir private Path directory;
    private static PackedLog whole;
    private static final Map<String, Double> SECONDS = new TreeMap<>();

    @BeforeAll
    static void pack() throws IOException {
        whole = PackedLog.of(shared.resolve("whole"), SIZE);
    }

    /// For people: how long each took on the same files.
    @AfterAll
    static void tell() {
        SECONDS.forEach((tool, seconds) ->
                System.out.printf("%s: %,d entries in %.2f s%n", tool, SIZE, seconds));
        if (SECONDS.containsKey("ours") && SECONDS.containsKey("fsck")) {
            System.out.printf("ours / fsck: %.2f%n", SECONDS.get("ours") / SECONDS.get("fsck"));
        }
    }

    @Test
    void ours_accepts_it() throws Exception {
        // when
        var outcome = ours(whole);

        // then
        took("ours", outcome);
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(
                outcome.output().contains("holds %,d entries".formatted(SIZE)), outcome.output());
    }

    @Test
    void ours_refuses_a_changed_entry() throws Exception {
        assertEquals(1, ours(spoiled()).status());
    }

    @Test
    void tessera_s_fsck_accepts_it() throws Exception {
        // when
        var outcome = fsck(whole);

        // then
        took("fsck", outcome);
        assertTrue(accepts(outcome, SIZE), outcome.output());
    }

    @Test
    void tessera_s_fsck_refuses_a_changed_entry() throws Exception {
        assertFalse(accepts(fsck(spoiled()), SMALL));
    }

    @Test
    void torchwood_s_spicy_accepts_its_entries() throws Exception {
        // when
        var outcome = spicy(whole);

        // then
        took("spicy", outcome);
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("verified"), outcome.output());
    }

    @Test
    void torchwood_s_spicy_refuses_a_changed_entry() throws Exception {
        assertEquals(1, spicy(spoiled()).status());
    }

    @Test
    void openssl_accepts_its_signature_and_proofs() throws Exception {
        // when
        var outcome = script(whole);

        // then
        took("verify.sh", outcome);
        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("signed " + SIZE + " entries"), outcome.output());
        assertTrue(
                outcome.output().contains("3 entries with a proof are in the log"),
                outcome.output());
    }

    @Test
    void openssl_refuses_a_changed_entry() throws Exception {
        // when
        var outcome = script(spoiled());

        // then
        assertEquals(1, outcome.status(), outcome.output());
        assertTrue(
                outcome.output().contains("FAILED: entry 0 is not in the log"), outcome.output());
    }

    @Test
    void openssl_refuses_a_changed_checkpoint() throws Exception {
        // given
        var archive = PackedLog.of(directory.resolve("spoiled"), SMALL);
        for (var name : List.of("checkpoint", "log/checkpoint")) {
            var text = new String(archive.read(name), StandardCharsets.UTF_8);
            archive.write(name, text.replace("\n" + SMALL + "\n", "\n" + (SMALL - 1) + "\n"));
        }
        archive.sum();

        // when
        var outcome = script(archive);

        // then
        assertEquals(1, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("signature is false"), outcome.output());
    }

    @Test
    void openssl_refuses_another_key_than_the_reader_s() throws Exception {
        // given
        var archive = PackedLog.of(directory.resolve("archive"), SMALL);
        var other =
                new NoteSigner(
                        PackedLog.ORIGIN,
                        "another key of the same name, 32".getBytes(StandardCharsets.UTF_8));

        // when
        var outcome = Tool.run(archive.folder(), List.of("sh", "verify.sh", "--key", other.vkey()));

        // then
        assertEquals(1, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("is not signed with"), outcome.output());
    }

    @Test
    void the_page_accepts_it() throws Exception {
        // given
        var zip = whole.zip();

        try (var page =
                new CheckPage(Tool.find("chromium", "Chromium"), directory.resolve("profile"))) {
            // when
            page.open("");
            var begin = System.nanoTime();
            var verdict = page.check(zip);

            // then
            SECONDS.put("verify.html", (System.nanoTime() - begin) / 1e9);
            assertEquals("whole", verdict, page.text());
            assertTrue(page.text().contains("All %,d entries".formatted(SIZE)), page.text());
        }
    }

    @Test
    void the_page_refuses_a_changed_entry() throws Exception {
        // given
        var zip = spoiled().zip();

        try (var page =
                new CheckPage(Tool.find("chromium", "Chromium"), directory.resolve("profile"))) {
            // when
            page.open("");
            var verdict = page.check(zip);

            // then
            assertEquals("broken", verdict, page.text());
        }
    }

    private static Tool.Outcome ours(PackedLog archive) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return Tool.run(
                archive.folder(),
                List.of(
                        java,
                        "-cp",
                        Path.of("target/classes").toAbsolutePath().toString(),
                        "io.domicile.audit.Verify",
                        "--key",
                        PackedLog.SIGNER.vkey(),
                        archive.folder().resolve("log").toString()));
    }

    private static Tool.Outcome fsck(PackedLog archive) throws Exception {
        return Tool.run(
                archive.folder(),
                List.of(
                        Tool.find("fsck", "fsck of transparency-dev/tessera").toString(),
                        "--ui=false",
                        "--N=8",
                        "--storage_url=file://" + archive.folder().resolve("log"),
                        "--public_key=" + archive.folder().resolve("log.pub")));
    }

    /// Version 1.0.4 ends with status 0 on a broken log, so only this line counts.
    private static boolean accepts(Tool.Outcome outcome, int size) {
        return outcome.output()
                .lines()
                .anyMatch(line -> line.contains("Successfully fsck'd log with size " + size + " "));
    }

    private static Tool.Outcome spicy(PackedLog archive) throws Exception {
        return Tool.run(
                archive.folder().resolve("proofs"),
                List.of(
                        Tool.find("spicy", "spicy of torchwood").toString(),
                        "-verify",
                        PackedLog.SIGNER.vkey(),
                        "0.json"));
    }

    private static Tool.Outcome script(PackedLog archive) throws Exception {
        Tool.find("openssl", "OpenSSL");
        return Tool.run(
                archive.folder(), List.of("sh", "verify.sh", "--key", PackedLog.SIGNER.vkey()));
    }

    /// An archive whose first entry says something else, everywhere, and whose sums are right.
    private PackedLog spoiled() throws IOException {
        var archive = PackedLog.of(directory.resolve("spoiled"), SMALL);
        for (var name : List.of("log/tile/entries/000", "proofs/0.json")) {
            var bytes = archive.read(name);
            var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("store");
            archive.write(name, Spoil.flip(bytes, at, 1));
        }
        archive.sum();
        return archive;
    }

    private static void took(String tool, Tool.Outcome outcome) {
        SECONDS.put(tool, outcome.seconds());
    }
}
