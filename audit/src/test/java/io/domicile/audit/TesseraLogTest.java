// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The test log that Tessera publishes together with its private key, which is public on purpose.
class TesseraLogTest {
    private static final String ORIGIN = "example.com/log/testdata";
    private static final NoteSigner SIGNER =
            NoteSigner.parse(
                    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg");
    private static final String VKEY =
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    @Test
    void the_public_key_follows_from_the_private_key() {
        assertEquals(VKEY, SIGNER.vkey());
    }

    @Test
    void every_checkpoint_and_leaf_of_the_published_log_comes_out_the_same() throws IOException {
        // given
        var rows = rows();
        var tree = Tree.empty();
        var leaves = new StringBuilder();

        for (var size = 0; size < rows.size(); size++) {
            // when
            if (size > 0) {
                var batch = tree.append(List.of(rows.get(size)[0].getBytes(UTF_8)));
                tree = batch.tree();
                leaves.append(batch.leaves().getFirst()).append(' ');
            }
            var note = sign(tree);

            // then
            var expected =
                    "%s\n%d\n%s\n\n\u2014 %s %s\n"
                            .formatted(ORIGIN, size, rows.get(size)[2], ORIGIN, rows.get(size)[3]);
            assertEquals(expected, new String(note.bytes(), UTF_8));
        }
        var expected = new StringBuilder();
        rows.stream().skip(1).forEach(row -> expected.append(row[1]).append(' '));
        assertEquals(expected.toString(), leaves.toString());
    }

    @Test
    void every_file_of_the_published_log_comes_out_the_same(@TempDir Path directory)
            throws IOException {
        // given
        var published = Vectors.folder("tessera-log");
        var files = new TileFiles(directory);

        // when
        var tree = Tree.empty();
        for (var row : rows()) {
            if (!row[0].equals("-")) {
                var batch = tree.append(List.of(row[0].getBytes(UTF_8)));
                files.write(batch.writes());
                tree = batch.tree();
            }
            files.publish(sign(tree));
            Files.copy(
                    directory.resolve("checkpoint"),
                    directory.resolve("checkpoint." + tree.size()));
        }

        // then
        assertEquals(names(published), names(directory));
        assertEquals(47, names(directory).size(), "46 files, and the newest checkpoint once more");
        for (var name : names(published)) {
            assertArrayEquals(
                    Files.readAllBytes(published.resolve(name)),
                    Files.readAllBytes(directory.resolve(name)),
                    name);
        }
    }

    private static Note sign(Tree tree) {
        return SIGNER.sign(new Checkpoint(ORIGIN, tree.size(), tree.root()).text());
    }

    private static List<String[]> rows() throws IOException {
        try (var resource = TesseraLogTest.class.getResourceAsStream("tessera-log.txt")) {
            return new String(resource.readAllBytes(), UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(" ", -1))
                    .toList();
        }
    }

    private static TreeSet<String> names(Path folder) {
        var names = new TreeSet<String>();
        Vectors.filesBelow(folder).forEach(f -> names.add(folder.relativize(f).toString()));
        return names;
    }
}
