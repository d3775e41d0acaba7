// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// All that shows, without the log at hand, that an entry is in it: an inclusion proof and the
/// checkpoint it leads to. Its text is the format [C2SP tlog-proof](https://c2sp.org/tlog-proof).
///
/// @param inclusion the way from the entry to the checkpoint's root
/// @param checkpoint the signed checkpoint, of the size that the inclusion names
public record EntryProof(Inclusion inclusion, Note checkpoint) {
    private static final String HEAD = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");

    public EntryProof {
        if (Checkpoint.parse(checkpoint).size() != inclusion.size()) {
            throw new IllegalArgumentException("the proof is not of the checkpoint's size");
        }
    }

    /// Makes the proof of an entry out of the log's tiles.
    ///
    /// @throws IllegalArgumentException if the checkpoint does not cover the entry
    /// @throws LogFailure.Damaged if a tile is missing or of a wrong size
    public static EntryProof of(long index, Note checkpoint, TileReader reader) {
        var size = Checkpoint.parse(checkpoint).size();
        return new EntryProof(Inclusion.of(index, size, reader), checkpoint);
    }

    /// Reads a proof strictly, without checking it. Lines of extra data are not taken.
    ///
    /// @throws LogFailure.Damaged if it is not a well-formed proof
    public static EntryProof parse(String text) {
        var end = text.indexOf("\n\n");
        if (!text.startsWith(HEAD) || end < HEAD.length()) {
            throw new LogFailure.Damaged("not a proof of an entry");
        }
        var lines = text.substring(HEAD.length(), end).split("\n", -1);
        var match = INDEX.matcher(lines[0]);
        if (!match.matches()) {
            throw new LogFailure.Damaged("the proof names no index");
        }
        var path = new ArrayList<Hash>();
        for (var i = 1; i < lines.length; i++) {
            path.add(
                    Hash.parse(lines[i])
                            .orElseThrow(() -> new LogFailure.Damaged("a line is no hash")));
        }
        var checkpoint = Note.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8));
        try {
            var size = Checkpoint.parse(checkpoint).size();
            var index = Long.parseLong(match.group(1));
            return new EntryProof(new Inclusion(index, size, path), checkpoint);
        } catch (NumberFormatException e) {
            throw new LogFailure.Damaged("the proof's index is too large", e);
        }
    }

    static EntryProof parse(byte[] file) {
        return parse(new String(file, StandardCharsets.UTF_8));
    }

    /// Whether it proves that the log with this key has the entry.
    public boolean proves(byte[] entry, NoteVerifier key) {
        return key.verifies(checkpoint)
                && Checkpoint.parse(checkpoint).origin().equals(key.name())
                && inclusion.proves(Merkle.leafHash(entry), Checkpoint.parse(checkpoint).root());
    }

    /// The proof as a `.tlog-proof` file holds it.
    public String text() {
        var text = new StringBuilder(HEAD).append("index ").append(inclusion.index()).append('\n');
        inclusion.path().forEach(hash -> text.append(hash).append('\n'));
        return text.append('\n')
                .append(new String(checkpoint.bytes(), StandardCharsets.UTF_8))
                .toString();
    }
}
