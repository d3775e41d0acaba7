// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.RecordId;
import java.util.Optional;
import java.util.regex.Pattern;

/// Stands for one part of a record: `dom_`, the record's id, and a letter for the part. It tells
/// the region and, as every record id does, the millisecond; what it stands for only the gateway
/// can tell, to whom the law lets it.
///
/// @param record the record
/// @param part the part
record Token(RecordId record, Part part) {

    private static final Pattern FORM = Pattern.compile("dom_([a-z]{2}_[0-9a-z]{26})([a-z])");

    /// Part of a record, by its JSON Pointer.
    enum Part {
        LAT('a', "/location/lat"),
        LON('o', "/location/lon"),
        PRECISION('p', "/location/precision_m"),
        LABEL('n', "/location/label"),
        /// A message's text.
        TEXT('t', "/message/body"),
        /// A value that is no text, kept as its JSON in a message's text.
        JSON('j', "/message/body"),
        MEDIA('m', "/message/media");

        private final char letter;
        private final String pointer;

        Part(char letter, String pointer) {
            this.letter = letter;
            this.pointer = pointer;
        }

        String pointer() {
            return pointer;
        }

        private static Optional<Part> of(char letter) {
            for (var part : values()) {
                if (part.letter == letter) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /// Reads a token; empty if the text is none.
    static Optional<Token> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? RecordId.parse(matcher.group(1))
                        .flatMap(id ->
                                Part.of(matcher.group(2).charAt(0))
                                        .map(part -> new Token(id, part)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "dom_" + record + part.letter;
    }
}
