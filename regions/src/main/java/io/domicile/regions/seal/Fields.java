// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Writes values one after the other so that no two lists of values give the same bytes: a label, a
/// zero byte, then each value with its length in four bytes, big-endian, before it.
public final class Fields {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /// Begins with a label that says what the bytes are for.
    public Fields(String label) {
        bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        bytes.write(0);
    }

    /// Adds bytes.
    public Fields add(byte[] value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        bytes.writeBytes(value);
        return this;
    }

    /// Adds a text in UTF-8.
    public Fields add(String value) {
        return add(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a UUID in 16 bytes.
    public Fields add(UUID value) {
        return add(
                ByteBuffer.allocate(16)
                        .putLong(value.getMostSignificantBits())
                        .putLong(value.getLeastSignificantBits())
                        .array());
    }

    /// All that was added.
    public byte[] toArray() {
        return bytes.toByteArray();
    }
}
