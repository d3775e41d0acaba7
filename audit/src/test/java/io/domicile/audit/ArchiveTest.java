// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports, zipped and unpacked, whole, in part, and spoiled.
class ArchiveTest {
    private static final int SIZE = 700;
    private static final MemoryLog LOG = timed();

    @TempDir private Path folder;

    @Test
    void a_whole_export_is_whole_zipped_and_unpacked() {
        var files = export(0, SIZE);
        for (var target : List.of(zip(files), unpack(files))) {
            var report = verify(target);
            assertTrue(report.ok(), report.message());
            assertTrue(
                    report.message()
                            .startsWith(
                                    "audit.localhost/nl/2026 holds 700 entries, 1 Jan - 2 Jan 2026, complete, in order and unchanged; signed by "),
                    report.message());
            assertEquals(Optional.of((long) SIZE), report.seen());
        }
    }

    @Test
    void a_part_is_said_to_be_a_part() {
        var files = export(300, 200);
        files.keySet()
                .removeIf(name ->
                        name.startsWith("log/tile/entries/000")
                                || name.startsWith("log/tile/entries/002"));
        var report = verify(zip(sealed(files)));
        assertTrue(report.ok(), report.message());
        assertEquals(Optional.of(256L), report.seen());
        assertTrue(report.message().contains("; here are 256 of them, "), report.message());
        assertEquals(
                "Not seen: 444 entries. Only their hashes are here, and what they said is not checked.",
                report.details().getFirst());
        files.remove("log/tile/entries/001");
        var less = verify(zip(sealed(files)));
        assertFalse(less.ok());
        assertEquals(Optional.of(256L), less.index());
    }

    @Test
    void a_tenants_entries_are_checked_without_their_bundles() {
        var files = export(0, SIZE);
        files.keySet().removeIf(name -> name.startsWith("log/tile/entries/"));
        files.put("archive.json", text(manifest(0, SIZE).replace("}", ",\"tenant\":\"oem-7\"}")));
        files.put("entries.ndjson", text(line(3) + line(600)));
        var report = verify(zip(sealed(files)));
        assertTrue(report.ok(), report.message());
        files.put("entries.ndjson", text(line(3) + line(600).replace("2026", "2027")));
        assertFalse(verify(zip(sealed(files))).ok());
    }

    @Test
    void every_file_that_is_changed_or_lost_is_found() {
        var whole = export(0, SIZE);
        for (var name : whole.keySet()) {
            var spoiled = new TreeMap<>(whole);
            spoiled.put(name, Spoil.flip(whole.get(name), whole.get(name).length / 2, 1));
            assertFalse(verify(zip(spoiled)).ok(), name + " changed");
            spoiled.remove(name);
            assertFalse(verify(zip(spoiled)).ok(), "without " + name);
        }
        var more = new TreeMap<>(whole);
        more.put("extra.txt", text("x"));
        assertFalse(verify(zip(more)).ok());
    }

    @Test
    void a_list_that_is_not_the_log_is_found_though_its_sum_is_right() {
        var whole = export(0, SIZE);
        var lines = new String(whole.get("entries.ndjson"), UTF_8);
        for (var other :
                List.of(
                        lines.replace("\"n\":5,", "\"n\":6,"),
                        lines.replaceFirst("\\{\"index\":0,[^\n]*\n", ""),
                        line(1) + lines,
                        lines + line(SIZE - 1),
                        lines + "\n" + line(2),
                        lines.replace("{\"index\":9,", "{\"index\":10,"),
                        lines.replace(line(9) + line(10), line(10) + line(9)),
                        "")) {
            var spoiled = new TreeMap<>(whole);
            spoiled.put("entries.ndjson", text(other));
            var report = verify(zip(sealed(spoiled)));
            assertFalse(report.ok());
            assertEquals(Optional.of("entries.ndjson"), report.file(), report.message());
        }
    }

    @Test
    void a_proof_of_something_else_is_found() {
        var spoiled = export(0, SIZE);
        spoiled.put("proofs/5.json", spoiled.get("proofs/6.json"));
        assertEquals(Optional.of("proofs/5.tlog-proof"), verify(zip(sealed(spoiled))).file());
    }

    @Test
    void a_manifest_of_another_log_or_beyond_it_is_found() {
        for (var manifest :
                List.of(
                        manifest(0, SIZE).replace("/nl/", "/cn/"),
                        manifest(0, SIZE).replace("700", "701"),
                        manifest(1, SIZE),
                        "{}")) {
            var spoiled = export(0, SIZE);
            spoiled.put("archive.json", text(manifest));
            assertEquals(Optional.of("archive.json"), verify(zip(sealed(spoiled))).file());
        }
    }

    @Test
    void a_zip_of_a_log_alone_is_verified_too() {
        var report = verify(zip(LOG.files));
        assertTrue(report.ok(), report.message());
    }

    @Test
    void a_zip_that_was_cut_or_is_none_is_damaged() throws IOException {
        var zip = zip(export(0, SIZE));
        var bytes = Files.readAllBytes(zip);
        for (var length : List.of(0, 10, bytes.length / 2, bytes.length - 1)) {
            Files.write(zip, Arrays.copyOf(bytes, length));
            assertThrows(LogFailure.Damaged.class, () -> verify(zip));
        }
    }

    private static Report verify(Path target) {
        try (var source = Source.open(target.toString())) {
            return new Verification(
                            source, Trust.Given.NOTHING, Optional.empty(), false, Witnesses.CLOCK)
                    .run((entries, size) -> {});
        }
    }

    private static Map<String, byte[]> export(int first, int count) {
        var files = new TreeMap<String, byte[]>();
        LOG.files.forEach((name, bytes) -> files.put("log/" + name, bytes));
        files.put("checkpoint", LOG.file("checkpoint"));
        files.put("log.pub", LOG.file("log.pub"));
        files.put("policy.tlog-policy", text("log " + MemoryLog.SIGNER.vkey() + "\nquorum none\n"));
        files.put("archive.json", text(manifest(first, count)));
        files.put("report.html", text("<p>fine</p>"));
        var lines = new StringBuilder();
        for (var i = first; i < first + count; i++) {
            lines.append(line(i));
        }
        files.put("entries.ndjson", text(lines.toString()));
        var note = Note.parse(LOG.file("checkpoint"));
        for (var index : List.of(5, 6)) {
            files.put("proofs/" + index + ".json", entry(index));
            files.put(
                    "proofs/" + index + ".tlog-proof",
                    text(EntryProof.of(index, note, LOG).text()));
        }
        return sealed(files);
    }

    private static Map<String, byte[]> sealed(Map<String, byte[]> files) {
        files.remove("SHA256SUMS");
        var sums = new StringBuilder();
        files.forEach((name, bytes) ->
                sums.append(HexFormat.of().formatHex(Merkle.sha256().digest(bytes)))
                        .append("  ")
                        .append(name)
                        .append('\n'));
        files.put("SHA256SUMS", text(sums.toString()));
        return files;
    }

    private static String manifest(int first, int count) {
        var checkpoint = Checkpoint.parse(Note.parse(LOG.file("checkpoint")));
        return "{\"origin\" : \"%s\",\n\"size\" : %d,\"root\":\"%s\",\"first\":%d,\"count\":%d}\n"
                .formatted(checkpoint.origin(), checkpoint.size(), checkpoint.root(), first, count);
    }

    private static String line(int index) {
        return "{\"index\":%d,\"leaf\":\"%s\",\"entry\":%s}\n"
                .formatted(
                        index,
                        HexFormat.of().formatHex(Merkle.leafHash(entry(index)).bytes()),
                        new String(entry(index), UTF_8));
    }

    private static byte[] entry(int index) {
        return text(
                "{\"n\":%d,\"t\":\"2026-01-%02dT00:00:00Z\"}"
                        .formatted(index, index < SIZE / 2 ? 1 : 2));
    }

    private static MemoryLog timed() {
        var entries = new ArrayList<byte[]>();
        for (var i = 0; i < SIZE; i++) {
            entries.add(entry(i));
        }
        return MemoryLog.of(Tree.empty().append(entries));
    }

    private Path zip(Map<String, byte[]> files) {
        try {
            var zip = Files.createTempFile(folder, "export", ".zip");
            try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
                for (var file : files.entrySet()) {
                    out.putNextEntry(new ZipEntry(file.getKey()));
                    out.write(file.getValue());
                    out.closeEntry();
                }
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path unpack(Map<String, byte[]> files) {
        try {
            var target = Files.createTempDirectory(folder, "export");
            for (var file : files.entrySet()) {
                var path = target.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
