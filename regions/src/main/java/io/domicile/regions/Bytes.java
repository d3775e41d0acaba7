// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that do not change and do not print.
public final class Bytes {

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /// Copies the array.
    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /// The text in UTF-8.
    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of the bytes.
    public byte[] toArray() {
        return value.clone();
    }

    public int length() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "Bytes[" + value.length + "]";
    }
}
