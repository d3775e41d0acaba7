// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.util.Arrays;

/// Bytes to look for. They may be a key's, so they do not print, and are wiped after use.
final class Needle implements AutoCloseable {

    private final Clue clue;
    private final Form form;
    private final byte[] bytes;

    /// @param bytes at least [Search#LEAST]; they belong to the needle from now on
    Needle(Clue clue, Form form, byte[] bytes) {
        if (bytes.length < Search.LEAST) {
            throw new IllegalArgumentException("too short to be looked for: " + clue);
        }
        this.clue = clue;
        this.form = form;
        this.bytes = bytes;
    }

    Clue clue() {
        return clue;
    }

    Form form() {
        return form;
    }

    int length() {
        return bytes.length;
    }

    byte at(int index) {
        return bytes[index];
    }

    boolean isAt(byte[] text, int start, int end) {
        return end - start >= bytes.length
                && Arrays.equals(text, start, start + bytes.length, bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Needle[" + clue + ", " + form + "]";
    }
}
