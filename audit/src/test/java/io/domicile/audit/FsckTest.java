// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The unmodified verifier of transparency-dev/tessera, another author's reading of the format.
class FsckTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 1_000, 70_000})
    void it_accepts_our_logs(int size) throws Exception {
        // given
        var files = new TileFiles(directory.resolve("log"));
        files.writeKey(MemoryLog.VERIFIER);
        var tree = Tree.empty();
        while (tree.size() < size) {
            var count = Math.min(4_096, size - (int) tree.size());
            var batch = tree.append(MemoryLog.entries(tree.size(), count));
            files.write(batch.writes());
            var published = tree.size();
            tree = batch.tree();
            var checkpoint = new Checkpoint(MemoryLog.ORIGIN, tree.size(), tree.root());
            files.publish(MemoryLog.SIGNER.sign(checkpoint.text()));
            files.removePartials(published, tree.size());
        }

        // when
        var output = fsck();

        // then
        assertTrue(accepts(output, size), output);
    }

    @Test
    void it_rejects_a_log_with_one_changed_byte() throws Exception {
        // given
        it_accepts_our_logs(1_000);
        var bundle = directory.resolve("log/tile/entries/002");
        Files.write(bundle, Spoil.flip(Files.readAllBytes(bundle), 2, 1));

        // when
        var output = fsck();

        // then
        assertFalse(accepts(output, 1_000), output);
    }

    /// Version 1.0.4 ends with status 0 on a broken log, so only this line counts.
    private static boolean accepts(String output, int size) {
        return output.lines()
                .anyMatch(line ->
                        line.contains("Successfully fsck'd log")
                                && line.matches(".*\\b" + size + "\\b.*"));
    }

    private String fsck() throws IOException, InterruptedException {
        return Tool.run(
                        directory,
                        List.of(
                                Tool.find("fsck", "fsck of transparency-dev/tessera").toString(),
                                "--ui=false",
                                "--N=8",
                                "--storage_url=file://" + directory.resolve("log"),
                                "--public_key=" + directory.resolve("log/log.pub")))
                .output();
    }
}
