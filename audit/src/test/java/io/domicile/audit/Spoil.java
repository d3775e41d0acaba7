// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Arrays;

/// Ways to spoil a file.
final class Spoil {
    private Spoil() {}

    static byte[] flip(byte[] bytes, int at, int bits) {
        var flipped = bytes.clone();
        flipped[at] ^= (byte) bits;
        return flipped;
    }

    static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    static byte[] extend(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
