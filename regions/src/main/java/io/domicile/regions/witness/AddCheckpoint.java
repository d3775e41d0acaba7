// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Hash;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What a log asks of a witness: the body of `add-checkpoint` (C2SP tlog-witness).
///
/// @param old how many entries the witness saw last
/// @param proof that the log only grew since, at most 63 hashes
/// @param note the log's new checkpoint, signed
public record AddCheckpoint(long old, List<Hash> proof, Note note) {

    /// The longest body there can be: a note of 64 KiB, and 63 hashes in base64.
    public static final int MAX_BYTES = 68 * 1024;

    private static final Pattern FORM =
            Pattern.compile(
                    "old (0|[1-9][0-9]{0,18})\n((?:[^\n]++\n){0,63}+)\n(.++)", Pattern.DOTALL);

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /// Reads a body strictly. Signatures and proof are not looked at.
    ///
    /// @throws LogFailure.Damaged if it is not one; the message repeats nothing of it
    public static AddCheckpoint parse(byte[] body) {
        // One character for each byte, so that the note's own are found again.
        var parts = FORM.matcher(new String(body, StandardCharsets.ISO_8859_1));
        if (body.length > MAX_BYTES || !parts.matches()) {
            throw malformed("old size, proof, empty line and note are wanted");
        }
        try {
            return new AddCheckpoint(
                    Long.parseLong(parts.group(1)),
                    parts.group(2).lines().map(AddCheckpoint::hash).toList(),
                    Note.parse(parts.group(3).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NumberFormatException e) {
            throw new LogFailure.Damaged("not an add-checkpoint request: no such size", e);
        }
    }

    /// The body to send.
    public byte[] bytes() {
        var head = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(hash -> head.append(hash).append('\n'));
        var start = head.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        var end = note.bytes();
        var body = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, body, start.length, end.length);
        return body;
    }

    private static Hash hash(String line) {
        return Hash.parse(line).orElseThrow(() -> malformed("a line of the proof is no hash"));
    }

    private static LogFailure.Damaged malformed(String why) {
        return new LogFailure.Damaged("not an add-checkpoint request: " + why);
    }
}
