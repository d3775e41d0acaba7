// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A log in the layout of an export archive, as a folder and as a zip.
///
/// @param folder holds `log/`, `checkpoint`, `proofs/` and the rest
/// @param size how many entries the log has
/// @param first the first entry in scope
/// @param count how many are in scope
record PackedLog(Path folder, long size, long first, long count) {
    static final String ORIGIN = "audit.example.com/nl/2026";
    static final NoteSigner SIGNER =
            new NoteSigner(ORIGIN, Witnesses.seed(1))
                    .with(Algorithm.ML_DSA_44, SigningKey.mlDsa44(Witnesses.seed(2)));
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int BATCH = 4_096;
    private static final String ENTRY =
            """
            {"act":"store","actor":"service","class":["eu.pd","eu.epriv.location"],"commit":"%2$064x","facts":"hmac:%2$064x",\
            "from":"NL","id":"01890a5d-ac96-7000-8000-%2$012x","key":"kek-nl-1","law":["GDPR 5","GDPR 25"],"policy":"sha256:%2$064x",\
            "purpose":"navigation","region":"NL","res":"ok","rule":["R7"],"sp":"%2$032x","t":"%1$s","tenant":"oem-7","to":"NL",\
            "type":"decision","v":1}\
            """;

    /// A whole log.
    static PackedLog of(Path folder, long size) throws IOException {
        return of(folder, size, 0, size);
    }

    /// The part of a log that begins with one entry: all hashes, and the bundles in scope.
    static PackedLog of(Path folder, long size, long first, long count) throws IOException {
        var archive = new PackedLog(folder, size, first, count);
        Files.createDirectories(folder.resolve("proofs"));
        archive.write();
        archive.sum();
        return archive;
    }

    /// An entry of about 570 bytes, one a second.
    static byte[] entry(long index) {
        return ENTRY.formatted(START.plusSeconds(index), index).getBytes(StandardCharsets.UTF_8);
    }

    /// Writes `SHA256SUMS` anew, as whoever spoils an archive would.
    void sum() throws IOException {
        var lines = new StringBuilder();
        for (var name : names()) {
            if (!name.equals("SHA256SUMS")) {
                lines.append(digest(folder.resolve(name))).append("  ").append(name).append('\n');
            }
        }
        Files.writeString(folder.resolve("SHA256SUMS"), lines);
    }

    /// Packs the folder as it is now.
    Path zip() throws IOException {
        var file = folder.resolveSibling(folder.getFileName() + ".zip");
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (var name : names()) {
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve(name), zip);
                zip.closeEntry();
            }
        }
        return file;
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    void write(String name, byte[] content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, content);
    }

    void write(String name, String content) throws IOException {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// The lines of a policy that name the log's keys.
    static String policy() {
        return "log " + String.join("\nlog ", SIGNER.vkeys()) + "\n";
    }

    private void write() throws IOException {
        var tree = Tree.empty();
        try (var list =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("entries.ndjson")))) {
            while (tree.size() < size) {
                var batch = tree.append(entries(tree.size(), Math.min(BATCH, size - tree.size())));
                for (var tile : batch.writes()) {
                    if (lasts(tile.path()) && !outOfScope(tile.path())) {
                        write("log/" + tile.path(), tile.bytes());
                    }
                }
                list(list, batch);
                tree = batch.tree();
            }
        }
        var checkpoint = SIGNER.sign(new Checkpoint(ORIGIN, size, tree.root()).text());
        write("checkpoint", checkpoint.bytes());
        write("log/checkpoint", checkpoint.bytes());
        write("log.pub", SIGNER.vkey() + "\n");
        write("log/log.pub", SIGNER.vkey() + "\n");
        write("log.mldsa.pub", SIGNER.vkeys().getLast() + "\n");
        write("policy.tlog-policy", policy() + "quorum none\n");
        write(
                "archive.json",
                """
                {"origin":"%s","size":%d,"root":"%s","from":null,"to":null,"first":%d,"count":%d,"region":"NL",\
                "generated_at":"2026-11-21T09:30:00Z","made_by":"domicile"}
                """
                        .formatted(ORIGIN, size, tree.root(), first, count));
        for (var index : new TreeSet<>(List.of(first, first + count / 2, first + count - 1))) {
            prove(index, checkpoint);
        }
        for (var name : List.of("verify.html", "verify.sh", "VERIFY.md")) {
            try (var file = PackedLog.class.getResourceAsStream("export/" + name)) {
                write(name, file.readAllBytes());
            }
        }
    }

    private void list(OutputStream list, Tree.Batch batch) throws IOException {
        var index = batch.first();
        for (var leaf : batch.leaves()) {
            if (index >= first && index < first + count) {
                list.write(
                        "{\"index\":%d,\"leaf\":\"%s\",\"entry\":"
                                .formatted(index, leaf)
                                .getBytes(StandardCharsets.UTF_8));
                list.write(entry(index));
                list.write("}\n".getBytes(StandardCharsets.UTF_8));
            }
            index++;
        }
    }

    private void prove(long index, Note checkpoint) throws IOException {
        var proof = EntryProof.of(index, checkpoint, new TileFiles(folder.resolve("log"))).text();
        write("proofs/" + index + ".json", entry(index));
        write("proofs/" + index + ".tlog-proof", proof);
        write("proofs/" + index + ".json.spicy", proof.substring(proof.indexOf('\n') + 1));
    }

    /// Whether the tile is one of the log at its end; partials on the way to it are not.
    private boolean lasts(TilePath path) {
        return TilePath.in(size, path.level(), path.index()).filter(path::equals).isPresent();
    }

    private boolean outOfScope(TilePath path) {
        return path.level() == TilePath.ENTRIES
                && (path.index() * TilePath.FULL >= first + count
                        || (path.index() + 1) * TilePath.FULL <= first);
    }

    private static List<byte[]> entries(long from, long count) {
        var entries = new ArrayList<byte[]>();
        for (var index = from; index < from + count; index++) {
            entries.add(entry(index));
        }
        return entries;
    }

    private List<String> names() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (var n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
