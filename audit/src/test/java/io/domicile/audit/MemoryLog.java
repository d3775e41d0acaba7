// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// A whole published log in memory, whose files tests may spoil.
final class MemoryLog implements LogReader {
    static final String ORIGIN = "audit.localhost/nl/2026";
    static final NoteSigner SIGNER = new NoteSigner(ORIGIN, new byte[32]);
    static final NoteVerifier VERIFIER = NoteVerifier.parse(SIGNER.vkey()).orElseThrow();

    final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

    /// A log of `size` entries, written in one batch.
    static MemoryLog of(int size) {
        return of(Tree.empty().append(entries(0, size)));
    }

    static MemoryLog of(Tree.Batch batch) {
        var log = new MemoryLog();
        log.put(batch.writes());
        log.publish(batch.tree());
        log.files.put("log.pub", (SIGNER.vkey() + "\n").getBytes(StandardCharsets.UTF_8));
        return log;
    }

    /// Made-up entries of one byte and more, all different.
    static List<byte[]> entries(long first, int count) {
        var entries = new ArrayList<byte[]>(count);
        for (var i = first; i < first + count; i++) {
            entries.add(Long.toString(i, 36).getBytes(StandardCharsets.UTF_8));
        }
        return entries;
    }

    void put(List<Tile> tiles) {
        tiles.forEach(tile -> files.put(tile.path().toString(), tile.bytes()));
    }

    void publish(Tree tree) {
        var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
        files.put("checkpoint", SIGNER.sign(checkpoint.text()).bytes());
    }

    /// The same files, to be spoiled.
    MemoryLog copy() {
        var copy = new MemoryLog();
        copy.files.putAll(files);
        return copy;
    }

    /// The files' names, sorted.
    List<String> names() {
        return List.copyOf(new TreeMap<>(files).keySet());
    }

    byte[] file(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    Report verify() {
        return verify(Trust.Given.NOTHING);
    }

    Report verify(Trust.Given given) {
        return verification(this, given).run((entries, size) -> {});
    }

    static Verification verification(LogReader log, Trust.Given given) {
        return verification(log, given, Optional.empty());
    }

    static Verification verification(LogReader log, Trust.Given given, Optional<Note> since) {
        return verification(log, given, since, false);
    }

    static Verification verification(
            LogReader log, Trust.Given given, Optional<Note> since, boolean pruned) {
        var source = new Source(log, Optional.empty());
        return new Verification(source, given, since, pruned, Witnesses.CLOCK);
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
