// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares the lines of `entries.ndjson` with the log's hashes: each line holds an index and, byte
/// for byte, the entry that the log has there.
final class EntryList {
    static final String NAME = "entries.ndjson";

    private static final Pattern LINE =
            Pattern.compile(
                    "\\{\"index\":(0|[1-9][0-9]{0,17}),\"leaf\":\"[^\"]{1,88}\",\"entry\":");
    private static final int MAX_HEAD = 140;
    private static final int MAX_LINE = MAX_HEAD + Tree.MAX_ENTRY_BYTES + 1;

    private final TileReader log;
    private final long size;
    private final Manifest manifest;
    private Optional<Tile> tile = Optional.empty();
    private long next;
    private long count;

    /// @param log whose hash tiles were checked
    EntryList(TileReader log, long size, Manifest manifest) {
        this.log = log;
        this.size = size;
        this.manifest = manifest;
        this.next = manifest.scope().first();
    }

    /// The first thing that is wrong, as a sentence.
    ///
    /// @throws LogFailure.Unavailable if a file of the log cannot be read
    Optional<String> check(InputStream lines) throws IOException {
        try (var in = new BufferedInputStream(lines, 1 << 16)) {
            for (var first = in.read(); first >= 0; first = in.read()) {
                var wrong = check(line(first, in));
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        var all = manifest.scope().end() - manifest.scope().first();
        return manifest.tenant() || count == all
                ? Optional.empty()
                : Optional.of(
                        "%s has %s of the %s entries"
                                .formatted(NAME, Fault.number(count), Fault.number(all)));
    }

    /// How many lines there were.
    long count() {
        return count;
    }

    private Optional<String> check(byte[] line) {
        var head =
                new String(line, 0, Math.min(line.length, MAX_HEAD), StandardCharsets.ISO_8859_1);
        var match = LINE.matcher(head);
        if (!match.lookingAt() || line[line.length - 1] != '}') {
            return Optional.of("line " + (count + 1) + " of " + NAME + " is not an entry");
        }
        var index = Long.parseLong(match.group(1));
        var inOrder = manifest.tenant() ? index >= next : index == next;
        if (!inOrder || index >= manifest.scope().end()) {
            return Optional.of(NAME + " has entry " + Fault.number(index) + " out of its place");
        }
        var entry = Arrays.copyOfRange(line, match.end(), line.length - 1);
        if (!Merkle.leafHash(entry).equals(leaf(index))) {
            return Optional.of(
                    "entry " + Fault.number(index) + " in " + NAME + " is not the one in the log");
        }
        next = index + 1;
        count++;
        return Optional.empty();
    }

    private Hash leaf(long index) {
        var path = TilePath.in(size, 0, index / TilePath.FULL).orElseThrow();
        if (tile.map(Tile::path).filter(path::equals).isEmpty()) {
            tile = Optional.of(new Tile(path, log.get(path)));
        }
        return Hash.at(tile.orElseThrow().bytes(), (int) (index % TilePath.FULL));
    }

    /// A line without its newline; of one that is too long only the start.
    private static byte[] line(int first, InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(1024);
        for (var b = first; b >= 0 && b != '\n' && line.size() <= MAX_LINE; b = in.read()) {
            line.write(b);
        }
        return line.toByteArray();
    }
}
