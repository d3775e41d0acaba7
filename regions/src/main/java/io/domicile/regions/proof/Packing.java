// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How a file hides what it holds, by its first bytes.
enum Packing {
    /// It does not.
    NONE,
    /// gzip, which the JDK unpacks.
    GZIP,
    /// A packer that nothing here unpacks.
    OPAQUE;

    /// How many first bytes tell.
    static final int HEAD = 12;

    private static final byte[] DUMP = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] PACKERS = {
        {'P', 'K', 3, 4},
        {(byte) 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
        {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
        {'B', 'Z', 'h'},
        {4, 0x22, 0x4d, 0x18}
    };

    static Packing of(byte[] head) {
        if (starts(head, new byte[] {0x1f, (byte) 0x8b, 8})) {
            return GZIP;
        }
        if (starts(head, DUMP)) {
            return isPlainDump(head) ? NONE : OPAQUE;
        }
        return Arrays.stream(PACKERS).anyMatch(magic -> starts(head, magic)) ? OPAQUE : NONE;
    }

    /// pg_dump's own format: since version 1.15 the twelfth byte names the packer, 0 for none
    /// (PostgreSQL, pg_backup_archiver.c).
    private static boolean isPlainDump(byte[] head) {
        return head.length == HEAD && head[6] >= 15 && head[11] == 0;
    }

    private static boolean starts(byte[] head, byte[] magic) {
        return head.length >= magic.length
                && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
