// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// A signed note (C2SP signed-note): a text, and signatures over its bytes.
///
/// @param text the signed text; ends in a newline
/// @param signatures one or more, in the order they stand in the note
public record Note(String text, List<Signature> signatures) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_SIGNATURES = 100;
    private static final int KEY_ID_BYTES = 4;
    private static final String END = "\n\n";
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Z}\\p{Cc}\\x{85}+]+");
    private static final Pattern LINE = Pattern.compile("\u2014 ([^ ]+) ([^ ]+)");

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || signatures.isEmpty()) {
            throw new IllegalArgumentException("a note is lines of text and signatures");
        }
    }

    /// One signature line.
    ///
    /// @param name the name of the key
    /// @param value base64 of the key id's four bytes and the signature
    public record Signature(String name, String value) {
        public Signature {
            if (!isName(name) || blob(value).length <= KEY_ID_BYTES) {
                throw new IllegalArgumentException("not a signature line");
            }
        }

        /// Reads one line, without the newline at its end.
        ///
        /// @throws LogFailure.Damaged if it is not a signature line
        public static Signature parse(String line) {
            var match = LINE.matcher(line);
            if (!match.matches()) {
                throw malformed("a line after the text is not a signature");
            }
            try {
                return new Signature(match.group(1), match.group(2));
            } catch (IllegalArgumentException e) {
                throw new LogFailure.Damaged("not a signed note: a signature line is malformed", e);
            }
        }

        /// The key's id: eight hex digits.
        public String keyId() {
            return HexFormat.of().formatHex(blob(value), 0, KEY_ID_BYTES);
        }

        /// The line as it stands in a note, without the newline at its end.
        public String line() {
            return "\u2014 " + name + " " + value;
        }

        byte[] bytes() {
            var blob = blob(value);
            return Arrays.copyOfRange(blob, KEY_ID_BYTES, blob.length);
        }

        private static byte[] blob(String value) {
            return StrictBase64.decode(value).orElse(new byte[0]);
        }
    }

    /// Reads a note strictly, without checking its signatures.
    ///
    /// @param bytes the note as published
    /// @throws LogFailure.Damaged if it is not a well-formed note of at most 64 KiB and 100
    ///   signatures
    public static Note parse(byte[] bytes) {
        var note = decode(bytes);
        var end = note.lastIndexOf(END);
        if (end < 0 || !note.endsWith("\n")) {
            throw malformed("no text and signatures");
        }
        var lines = note.substring(end + END.length()).split("\n", -1);
        if (lines.length < 2 || lines.length > MAX_SIGNATURES + 1) {
            throw malformed("between 1 and 100 signatures are allowed");
        }
        var signatures = new ArrayList<Signature>();
        for (var line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            signatures.add(Signature.parse(line));
        }
        return new Note(note.substring(0, end + 1), signatures);
    }

    /// The note as published, in UTF-8.
    public byte[] bytes() {
        var note = new StringBuilder(text).append('\n');
        for (var signature : signatures) {
            note.append(signature.line()).append('\n');
        }
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The same text with more signatures, after those that are there; one that is there already is
    /// not put twice.
    public Note with(List<Signature> more) {
        var all = new LinkedHashSet<>(signatures);
        all.addAll(more);
        return new Note(text, List.copyOf(all));
    }

    /// Whether a key may have that name: not empty, no space of any kind, no plus sign.
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw malformed("longer than 64 KiB");
        }
        try {
            var text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
                throw malformed("a control character");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("not UTF-8");
        }
    }

    private static LogFailure.Damaged malformed(String why) {
        return new LogFailure.Damaged("not a signed note: " + why);
    }
}
