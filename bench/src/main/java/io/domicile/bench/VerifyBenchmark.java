// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Tree;
import io.domicile.audit.Verify;
import io.domicile.bench.Comparison.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Verifying a whole log, from the start of the process to its end, and tessera's `fsck` on the
/// same files. Both run in turns, and once before the clock does.
final class VerifyBenchmark {

    /// The property that names the binary of `fsck`.
    static final String FSCK = "domicile.fsck";

    private static final String ORIGIN = "audit.example.com/nl/2026";
    private static final long ENTRIES = 1_000_000;
    private static final int ENTRY_BYTES = 600;
    private static final int BATCH = 256 * TilePath.FULL;

    private final Path folder;

    private VerifyBenchmark(Path folder) {
        this.folder = folder;
    }

    /// The comparison; empty where there is no `fsck`.
    ///
    /// @param brief whether two rounds will do
    static Optional<Comparison> run(boolean brief) {
        if (System.getProperty(FSCK, "").isEmpty()) {
            return Optional.empty();
        }
        try {
            var folder = Files.createTempDirectory("domicile-bench");
            try {
                var benchmark = new VerifyBenchmark(folder);
                benchmark.write();
                return Optional.of(benchmark.compare(brief ? 2 : 5));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Comparison compare(int rounds) throws IOException {
        var ours = new ArrayList<Long>();
        var theirs = new ArrayList<Long>();
        for (var round = -1; round < rounds; round++) {
            long our = time(verify(), "ok: ");
            long their = time(fsck(), "Successfully fsck'd log");
            if (round >= 0) {
                ours.add(our);
                theirs.add(their);
            }
        }
        var name = "verify %,d entries".formatted(ENTRIES);
        return new Comparison(name, 1, times(ours), times(theirs));
    }

    private List<String> verify() {
        try {
            var source = Verify.class.getProtectionDomain().getCodeSource().getLocation();
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmn24m",
                    "-cp",
                    Path.of(source.toURI()).toString(),
                    Verify.class.getName(),
                    folder.toString());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Version 1.0.4 may wait for ever with fewer than two workers.
    private List<String> fsck() {
        return List.of(
                System.getProperty(FSCK, ""),
                "--ui=false",
                "--N=8",
                "--storage_url=file://" + folder,
                "--public_key=" + folder.resolve("log.pub"));
    }

    /// Nanoseconds from start to end of a process that must print something.
    private static long time(List<String> command, String expected) throws IOException {
        long start = System.nanoTime();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long end = System.nanoTime();
        if (!output.contains(expected)) {
            throw new IllegalStateException(command.getFirst() + " failed: " + output);
        }
        return end - start;
    }

    private static Times times(List<Long> nanos) {
        var sorted = nanos.stream().sorted().map(n -> n / 1000.0).toList();
        return new Times(sorted.get(sorted.size() / 2), sorted.getLast());
    }

    private void write() {
        var files = new TileFiles(folder);
        var signer = new NoteSigner(ORIGIN, new byte[32]);
        var tree = Tree.empty();
        while (tree.size() < ENTRIES) {
            var batch = tree.append(entries(tree.size()));
            files.write(batch.writes());
            files.removePartials(tree.size(), batch.tree().size());
            tree = batch.tree();
        }
        files.writeKey(NoteVerifier.parse(signer.vkey()).orElseThrow());
        files.publish(signer.sign(new Checkpoint(ORIGIN, tree.size(), tree.root()).text()));
    }

    private static List<byte[]> entries(long first) {
        var batch = new ArrayList<byte[]>();
        for (var i = first; i < Math.min(first + BATCH, ENTRIES); i++) {
            var head = "{\"id\":\"" + i + "\",\"t\":\"2026-11-20T20:51:07Z\",\"x\":\"";
            var rest = "x".repeat(ENTRY_BYTES - head.length() - 2);
            batch.add((head + rest + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        return batch;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
