// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Ways to change a stored record.
final class Tampering {

    private final RandomGenerator random;

    Tampering(RandomGenerator random) {
        this.random = random;
    }

    /// Every single bit of every column, one at a time.
    static List<Map<Column, Object>> everyBit(Map<Column, Object> row) {
        var changes = new ArrayList<Map<Column, Object>>();
        row.forEach((column, value) -> {
            for (int bit = 0; bit < Column.bits(value); bit++) {
                changes.add(Map.of(column, Column.flip(value, bit)));
            }
        });
        return changes;
    }

    /// Some change of a row, with another row at hand to take values from. Never none.
    Map<Column, Object> any(Map<Column, Object> row, Map<Column, Object> donor) {
        var change = new EnumMap<Column, Object>(Column.class);
        while (change.isEmpty()) {
            change.putAll(random.nextBoolean() ? taken(donor) : one(row));
            change.entrySet()
                    .removeIf(entry -> Column.isSame(entry.getValue(), row.get(entry.getKey())));
        }
        return change;
    }

    /// Some of the donor's columns, or all of its record's, or all but the ids.
    private Map<Column, Object> taken(Map<Column, Object> donor) {
        var change = new EnumMap<Column, Object>(donor);
        int share = random.nextInt(4);
        change.keySet()
                .removeIf(column ->
                        column.isPrimary()
                                || switch (share) {
                                    case 0 -> false;
                                    case 1 -> !column.isOfRecord();
                                    default -> random.nextInt(share * 2) > 0;
                                });
        return change;
    }

    /// One column cut short, made longer, or with other content.
    private Map<Column, Object> one(Map<Column, Object> row) {
        var columns = List.copyOf(row.keySet());
        var column = columns.get(random.nextInt(columns.size()));
        var value = row.get(column);
        if (value == null || column.isPrimary()) {
            return Map.of();
        }
        int bits = Column.bits(value);
        if (!(value instanceof String || value instanceof byte[])) {
            return Map.of(
                    column,
                    Column.flip(
                            Column.flip(value, random.nextInt(bits / 2)),
                            bits / 2 + random.nextInt(bits / 2)));
        }
        var bytes = Column.bytes(value);
        var changed =
                switch (random.nextInt(3)) {
                    case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                    case 1 -> longer(bytes);
                    default -> printable(bytes.length);
                };
        return Map.of(column, Column.of(changed, value));
    }

    private byte[] longer(byte[] bytes) {
        var more = printable(bytes.length + 1 + random.nextInt(40));
        System.arraycopy(bytes, 0, more, 0, bytes.length);
        return more;
    }

    private byte[] printable(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (' ' + random.nextInt(95));
        }
        return bytes;
    }
}
