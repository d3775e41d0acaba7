// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// Writes values one after the other so that no two lists of values give the same bytes: a label, a
/// zero byte, then each value with its length in four bytes, big-endian, before it.
public final class Fields {

    private static final int CAPACITY = 384;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[CAPACITY];
    private int length;

    /// Begins with a label that says what the bytes are for.
    public Fields(String label) {
        this(label(label));
    }

    /// Begins with a label of [#label].
    Fields(byte[] label) {
        append(label);
    }

    /// A label and the zero byte after it, for those who begin often.
    static byte[] label(String label) {
        var bytes = label.getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /// Adds bytes.
    public Fields add(byte[] value) {
        room(Integer.BYTES);
        INT.set(bytes, length, value.length);
        length += Integer.BYTES;
        append(value);
        return this;
    }

    /// Adds a text in UTF-8.
    public Fields add(String value) {
        return add(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a UUID in 16 bytes.
    public Fields add(UUID value) {
        room(Integer.BYTES + 2 * Long.BYTES);
        INT.set(bytes, length, 2 * Long.BYTES);
        write(bytes, length + Integer.BYTES, value);
        length += Integer.BYTES + 2 * Long.BYTES;
        return this;
    }

    /// Adds a time in 12 bytes: seconds since 1970-01-01T00:00:00Z, signed, in eight bytes, and the
    /// microseconds that are over in four. PostgreSQL keeps no finer ones.
    public Fields add(Instant value) {
        room(2 * Integer.BYTES + Long.BYTES);
        INT.set(bytes, length, Long.BYTES + Integer.BYTES);
        LONG.set(bytes, length + Integer.BYTES, value.getEpochSecond());
        INT.set(bytes, length + Integer.BYTES + Long.BYTES, value.getNano() / 1000);
        length += 2 * Integer.BYTES + Long.BYTES;
        return this;
    }

    /// All that was added.
    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /// Writes a UUID in 16 bytes.
    static void write(byte[] target, int offset, UUID value) {
        LONG.set(target, offset, value.getMostSignificantBits());
        LONG.set(target, offset + Long.BYTES, value.getLeastSignificantBits());
    }

    private void append(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(length, more) * 2);
        }
    }
}
