// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/// Gives the parsers whatever bytes Jazzer thinks of. Each reads them or refuses them as
/// [LogFailure]; what it reads it writes again as it was. The first byte says which parser.
class ParserFuzzTest {
    private static final MemoryLog LOG = MemoryLog.of(300);

    @FuzzTest(maxDuration = "20s")
    void bytes_are_read_or_refused(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        var bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (Math.floorMod(input[0], 10)) {
                case 0 -> assertArrayEquals(bytes, Note.parse(bytes).bytes());
                case 1 -> checkpoint(bytes);
                case 2 -> vkey(new String(bytes, UTF_8));
                case 3 -> path(new String(bytes, UTF_8));
                case 4 -> bundle(bytes);
                case 5 -> proof(bytes);
                case 6 -> policy(bytes);
                case 7 -> archive(bytes);
                case 8 -> list(bytes);
                default -> log(bytes);
            }
        } catch (LogFailure expected) {
            assertEquals(expected.getMessage(), expected.getMessage().strip());
        }
    }

    private static void checkpoint(byte[] bytes) {
        var note = MemoryLog.SIGNER.sign(new String(bytes, UTF_8).replace("\r", "") + "\n");
        var checkpoint = Checkpoint.parse(note);
        assertEquals(0, note.text().indexOf(checkpoint.text()));
    }

    private static void vkey(String text) {
        NoteVerifier.parse(text).ifPresent(key -> assertEquals(text, key.toString()));
        Trust.keys(text.getBytes(UTF_8));
    }

    private static void path(String text) {
        TilePath.parse(text).ifPresent(path -> assertEquals(text, path.toString()));
    }

    private static void bundle(byte[] bytes) {
        var path = new TilePath(TilePath.ENTRIES, 0, 1 + bytes.length % TilePath.FULL);
        var entries = new Tile(path, bytes).entries();
        var again = Tree.empty().append(entries.stream().filter(e -> e.length > 0).toList());
        assertEquals(entries.stream().filter(e -> e.length > 0).count(), again.tree().size());
    }

    private static void proof(byte[] bytes) {
        var proof = EntryProof.parse(bytes);
        assertEquals(new String(bytes, UTF_8), proof.text());
        proof.proves(bytes, MemoryLog.VERIFIER);
    }

    private static void policy(byte[] bytes) {
        var policy = Policy.parse(bytes);
        assertArrayEquals(policy.bytes(), Policy.parse(policy.bytes()).bytes());
        policy.check(Note.parse(LOG.file("checkpoint")), Witnesses.TIME);
    }

    private static void archive(byte[] bytes) throws IOException {
        Manifest.parse(bytes);
        var file = Files.createTempFile("fuzz", ".zip");
        try {
            Files.write(file, bytes);
            try (var source = Source.open(file.toString())) {
                run(source);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void list(byte[] bytes) throws IOException {
        var manifest = new Manifest(MemoryLog.ORIGIN, 300, "", new Scope(0, 300), true);
        new EntryList(LOG, 300, manifest).check(new ByteArrayInputStream(bytes));
    }

    /// One file of a small log is the input.
    private static void log(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var spoiled = LOG.copy();
        var name = LOG.names().get(Math.floorMod(bytes[0], LOG.names().size()));
        spoiled.files.put(name, Arrays.copyOfRange(bytes, 1, bytes.length));
        run(new Source(spoiled, Optional.empty()));
    }

    private static void run(Source source) {
        new Verification(source, Trust.Given.NOTHING, Optional.empty(), false, Witnesses.CLOCK)
                .run((entries, size) -> {});
    }
}
