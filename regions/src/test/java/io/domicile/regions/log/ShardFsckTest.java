// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.audit.Algorithm;
import io.domicile.audit.Checkpoint;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.audit.Tree;
import io.domicile.regions.keys.Sm2Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The unmodified verifier of transparency-dev/tessera on checkpoints with several signatures.
class ShardFsckTest {

    private static final String ORIGIN = "audit.test/cn/2026";
    private static final int SIZE = 300;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void it_accepts_a_checkpoint_with_that_many_signatures(int lines) throws Exception {
        // given
        var signer = signer(lines);
        publish(signer);

        // when
        var output = fsck();

        // then
        assertEquals(lines, signer.vkeys().size());
        assertTrue(
                output.lines()
                        .anyMatch(line ->
                                line.contains("Successfully fsck'd log")
                                        && line.matches(".*\\b" + SIZE + "\\b.*")),
                output);
    }

    @Test
    void each_line_verifies_with_its_own_key_and_no_other() {
        // given
        var signer = signer(6);

        // when
        var note = signer.sign(ORIGIN + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");

        // then
        assertEquals(6, note.signatures().size());
        for (var vkey : signer.vkeys()) {
            var verifier = NoteVerifier.parse(vkey, List.of(Sm2Note.KIND)).orElseThrow();
            assertTrue(verifier.verifies(note), vkey);
        }
        assertEquals(
                2,
                signer.vkeys().stream().filter(vkey -> NoteVerifier.parse(vkey).isEmpty()).count());
    }

    /// One generation, Ed25519 first, with ML-DSA-44, with SM2; then a second.
    private static NoteSigner signer(int lines) {
        var signer = new NoteSigner(ORIGIN, SigningKey.of(seed(1)));
        if (lines > 1) {
            signer = signer.with(Algorithm.ML_DSA_44, SigningKey.mlDsa44(seed(1)));
        }
        if (lines > 2) {
            signer = signer.with(Sm2Note.KIND, Sm2Note.key(seed(1)));
        }
        if (lines > 3) {
            signer =
                    signer.with(Algorithm.ED25519, SigningKey.of(seed(2)))
                            .with(Algorithm.ML_DSA_44, SigningKey.mlDsa44(seed(2)))
                            .with(Sm2Note.KIND, Sm2Note.key(seed(2)));
        }
        return signer;
    }

    private static byte[] seed(int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return seed;
    }

    private void publish(NoteSigner signer) {
        var files = new TileFiles(directory.resolve("log"));
        var entries =
                IntStream.range(0, SIZE)
                        .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
                        .toList();
        var batch = Tree.empty().append(entries);
        files.write(batch.writes());
        KeyFiles.write(files, signer);
        files.publish(signer.sign(new Checkpoint(ORIGIN, SIZE, batch.tree().root()).text()));
    }

    private String fsck() throws IOException, InterruptedException {
        var binary =
                Stream.of(
                                System.getProperty("domicile.fsck", ""),
                                System.getenv().getOrDefault("DOMICILE_FSCK", ""),
                                System.getProperty("user.home") + "/.cache/domicile/bin/fsck")
                        .filter(name -> !name.isBlank() && Files.isExecutable(Path.of(name)))
                        .findFirst();
        assumeTrue(
                binary.isPresent(),
                "left out: fsck of transparency-dev/tessera is not installed; name it with -Ddomicile.fsck");
        var output = directory.resolve("output");
        var process =
                new ProcessBuilder(
                                binary.orElseThrow(),
                                "--ui=false",
                                "--N=8",
                                "--storage_url=file://" + directory.resolve("log"),
                                "--public_key=" + directory.resolve("log/log.pub"))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(600, TimeUnit.SECONDS), "fsck did not end");
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
