// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Bytes;
import io.domicile.regions.RecordId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Stands for one part of a record: `dom_`, the record's id, and a letter for the part; a sealed
/// one has a dot and the record's envelope in base64url behind it. It tells the region and, as
/// every record id does, the millisecond; what it stands for only the gateway can tell, to whom the
/// law lets it.
///
/// @param record the record
/// @param part the part
/// @param envelope the record as it is sealed
record Token(RecordId record, Part part, Optional<Bytes> envelope) {

    private static final Pattern FORM =
            Pattern.compile("dom_([a-z]{2}_[0-9a-z]{26})([a-z])(?:[.]([A-Za-z0-9_-]+))?");

    Token(RecordId record, Part part) {
        this(record, part, Optional.empty());
    }

    /// Part of a record, by its JSON Pointer.
    enum Part {
        LAT('a', 0, "/location/lat"),
        LON('o', 1, "/location/lon"),
        PRECISION('p', 2, "/location/precision_m"),
        LABEL('n', 3, "/location/label"),
        /// A message's text.
        TEXT('t', 4, "/message/body"),
        /// A value that is no text, kept as its JSON in a message's text.
        JSON('j', 5, "/message/body"),
        MEDIA('m', 6, "/message/media");

        private final char letter;
        private final int digit;
        private final String pointer;

        Part(char letter, int digit, String pointer) {
            this.letter = letter;
            this.digit = digit;
            this.pointer = pointer;
        }

        String pointer() {
            return pointer;
        }

        /// What stands for it in a number.
        int digit() {
            return digit;
        }

        private static Optional<Part> of(char letter) {
            return Arrays.stream(values()).filter(part -> part.letter == letter).findFirst();
        }

        static Optional<Part> of(int digit) {
            return Arrays.stream(values()).filter(part -> part.digit == digit).findFirst();
        }
    }

    /// Reads a token; empty if the text is none.
    static Optional<Token> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var record = RecordId.parse(matcher.group(1));
        var part = Part.of(matcher.group(2).charAt(0));
        var envelope = Optional.ofNullable(matcher.group(3)).map(Token::decoded);
        return record.isEmpty() || part.isEmpty()
                ? Optional.empty()
                : Optional.of(new Token(record.get(), part.get(), envelope));
    }

    /// What is no base64url is no envelope either: nothing is sealed in no bytes.
    private static Bytes decoded(String text) {
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Bytes.of("");
        }
    }

    @Override
    public String toString() {
        var sealed =
                envelope.map(it ->
                        "." + Base64.getUrlEncoder().withoutPadding().encodeToString(it.toArray()));
        return "dom_" + record + part.letter + sealed.orElse("");
    }
}
