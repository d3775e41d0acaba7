// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The columns that say what a stored record is: those of its row, and those of its key's row that
/// opening it depends on.
enum Column {
    RECORD("record", "id", UUID.class),
    TENANT("record", "tenant", String.class),
    TYPE("record", "type", String.class),
    STATUS("record", "status", String.class),
    CREATED("record", "created_at", OffsetDateTime.class),
    OCCURRED("record", "occurred_at", OffsetDateTime.class),
    EXPIRES("record", "expires_at", OffsetDateTime.class),
    RECORD_KEY("record", "key_id", UUID.class),
    SUITE("record", "suite", String.class),
    POLICY("record", "policy", String.class),
    ENVELOPE("record", "envelope", byte[].class),
    EVENT("record", "event_id", UUID.class),
    KEY("perishable.subject_key", "id", UUID.class),
    KEY_TENANT("perishable.subject_key", "tenant", String.class),
    PSEUDONYM("perishable.subject_key", "pseudonym", byte[].class),
    SESSION("perishable.subject_key", "session", byte[].class),
    KEK("perishable.subject_key", "kek", String.class),
    WRAPPED("perishable.subject_key", "wrapped", byte[].class);

    /// Bits of a time that give another one which PostgreSQL can keep.
    private static final int TIME_BITS = 58;

    final String table;
    final String name;
    final Class<?> type;

    Column(String table, String name, Class<?> type) {
        this.table = table;
        this.name = name;
        this.type = type;
    }

    boolean isOfRecord() {
        return table.equals("record");
    }

    boolean isPrimary() {
        return this == RECORD || this == KEY;
    }

    /// How many bits a value has that can be flipped.
    static int bits(Object value) {
        return value instanceof OffsetDateTime ? TIME_BITS : bytes(value).length * 8;
    }

    /// The value with one bit flipped. The bits of a text are those of its characters, all below
    /// U+0080 before.
    static Object flip(Object value, int bit) {
        if (value instanceof OffsetDateTime time) {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
            return time.plus((micros ^ 1L << bit) - micros, ChronoUnit.MICROS);
        }
        var bytes = bytes(value).clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return of(bytes, value);
    }

    /// The bytes that a value has, one for each character of a text.
    static byte[] bytes(Object value) {
        return switch (value) {
            case UUID id ->
                    ByteBuffer.allocate(16)
                            .putLong(id.getMostSignificantBits())
                            .putLong(id.getLeastSignificantBits())
                            .array();
            case String text -> text.getBytes(StandardCharsets.ISO_8859_1);
            case byte[] bytes -> bytes;
            default -> throw new IllegalArgumentException("no bytes");
        };
    }

    /// The value of these bytes, of the same type as another.
    static Object of(byte[] bytes, Object like) {
        return switch (like) {
            case UUID _ -> {
                var buffer = ByteBuffer.wrap(bytes);
                yield new UUID(buffer.getLong(), buffer.getLong());
            }
            case String _ -> new String(bytes, StandardCharsets.ISO_8859_1);
            default -> bytes;
        };
    }

    static boolean isSame(Object one, @Nullable Object other) {
        return (one instanceof byte[] a && other instanceof byte[] b)
                ? Arrays.equals(a, b)
                : one.equals(other);
    }
}
