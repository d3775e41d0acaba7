// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.regex.Pattern;

/// What a log commits to (C2SP tlog-checkpoint): its name, how many entries it has, and the root
/// over them.
///
/// @param origin the log's name
/// @param size the number of entries
/// @param root the root of the tree over them
public record Checkpoint(String origin, long size, Hash root) {
    private static final Pattern FORM =
            Pattern.compile("([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)\n(?:[^\n]++\n)*+");

    public Checkpoint {
        if (!Note.isName(origin)) {
            throw new IllegalArgumentException("an origin has no spaces and no plus sign");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a log has no size " + size);
        }
    }

    /// Reads the text of a note strictly, but takes no notice of extension lines.
    ///
    /// @throws LogFailure.Damaged if it is not a checkpoint
    public static Checkpoint parse(Note note) {
        return parse(note.text());
    }

    static Checkpoint parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new LogFailure.Damaged("the note is not a checkpoint");
        }
        try {
            return new Checkpoint(
                    match.group(1),
                    Long.parseLong(match.group(2)),
                    Hash.parse(match.group(3))
                            .orElseThrow(() -> new IllegalArgumentException("not a root")));
        } catch (IllegalArgumentException e) {
            throw new LogFailure.Damaged("the note is not a checkpoint", e);
        }
    }

    /// Reads a checkpoint that must be signed by the log itself, whose origin is its key's name.
    ///
    /// @throws LogFailure.Damaged if it is not one, not signed with that key, or of another log
    public static Checkpoint open(Note note, NoteVerifier key) {
        if (!key.verifies(note)) {
            throw new LogFailure.Damaged("it is not signed by " + key.shortName());
        }
        var checkpoint = parse(note);
        if (!checkpoint.origin.equals(key.name())) {
            throw new LogFailure.Damaged("it is of another log than " + key.name());
        }
        return checkpoint;
    }

    /// The text to sign.
    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }
}
