// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Header values of CloudEvents in binary mode (HTTP binding, section 3.1.3.2): quotes are taken
/// off, then percent-encoded UTF-8 is decoded once.
final class HeaderValue {

    private HeaderValue() {}

    /// Decodes a value.
    ///
    /// @return the text; empty for octets that are not printable ASCII, for what is half quoted,
    ///   and for percent signs that do not begin an octet of UTF-8
    static Optional<String> decode(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return Optional.empty();
        }
        return unquoted(value.strip()).flatMap(HeaderValue::percentDecoded);
    }

    private static Optional<String> unquoted(String value) {
        if (!value.startsWith("\"")) {
            return Optional.of(value);
        }
        var text = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return i == value.length() - 1 ? Optional.of(text.toString()) : Optional.empty();
            }
            if (c == '\\' && ++i < value.length()) {
                c = value.charAt(i);
            }
            text.append(c);
        }
        return Optional.empty();
    }

    private static Optional<String> percentDecoded(String value) {
        var octets = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                octets.write(c);
            } else if (isOctet(value, i + 1)) {
                octets.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            var text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(octets.toByteArray()));
            return Optional.of(text.toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static boolean isOctet(String value, int at) {
        return at + 2 <= value.length()
                && HexFormat.isHexDigit(value.charAt(at))
                && HexFormat.isHexDigit(value.charAt(at + 1));
    }
}
