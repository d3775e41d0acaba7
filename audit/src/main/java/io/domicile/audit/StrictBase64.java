// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Base64 (RFC 4648, section 4) that takes one spelling only: padded, without line breaks and
/// without stray bits, so that no two texts mean the same bytes.
final class StrictBase64 {
    private StrictBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Optional<byte[]> decode(String text) {
        if (text.length() % 4 != 0 || !text.matches("[A-Za-z0-9+/]*={0,2}")) {
            return Optional.empty();
        }
        var bytes = Base64.getDecoder().decode(text);
        var same = Arrays.equals(encode(bytes).toCharArray(), text.toCharArray());
        return same ? Optional.of(bytes) : Optional.empty();
    }
}
