// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/// Reads and writes the gzipped POSIX ustar archives that OPA calls bundles.
///
/// What it writes depends on names and contents alone: no times, no owners, and gzip blocks that
/// are stored instead of deflated, because compressors differ from one machine to the next.
final class Tar {

    private static final int BLOCK = 512;
    private static final int STORED = 0xffff;
    private static final int LARGEST = 64 << 20;

    private Tar() {}

    /// The regular files of a gzipped archive by name, without a leading slash.
    ///
    /// @throws IOException if the bytes are no such archive, name a file twice, hold anything but
    ///   files and folders, or unpack to more than 64 MB
    static SortedMap<String, byte[]> read(byte[] gzipped) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        int left = LARGEST;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            for (byte[] header = in.readNBytes(BLOCK);
                    isEntry(header);
                    header = in.readNBytes(BLOCK)) {
                int size = Integer.parseUnsignedInt(text(header, 124, 12).strip(), 8);
                if (size < 0 || size > left) {
                    throw new IOException("the archive is too large");
                }
                left -= size;
                byte[] content = in.readNBytes(size);
                in.skipNBytes(padding(size));
                if (isFile(header[156]) && files.put(name(header), content) != null) {
                    throw new IOException("the archive names a file twice");
                }
            }
        } catch (NumberFormatException e) {
            throw new IOException("broken tar header", e);
        }
        return files;
    }

    /// A gzipped archive of the files, in the order of the map.
    static byte[] write(SequencedMap<String, byte[]> files) {
        var tar = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            tar.writeBytes(header(name, content.length));
            tar.writeBytes(content);
            tar.writeBytes(new byte[padding(content.length)]);
        });
        tar.writeBytes(new byte[2 * BLOCK]);
        return gzip(tar.toByteArray());
    }

    private static boolean isEntry(byte[] header) throws IOException {
        if (header.length == 0) {
            return false;
        }
        if (header.length < BLOCK) {
            throw new IOException("truncated tar");
        }
        return header[0] != 0;
    }

    private static boolean isFile(byte type) throws IOException {
        return switch (type) {
            case '0', 0 -> true;
            case '5' -> false;
            default -> throw new IOException("the archive holds a link or a special file");
        };
    }

    private static String name(byte[] header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        String path = prefix.isEmpty() ? name : prefix + "/" + name;
        return path.replaceFirst("^(\\./|/)+", "");
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static byte[] header(String name, int size) {
        var header = ByteBuffer.allocate(BLOCK);
        put(header, 0, name, 100);
        put(header, 100, "0000644", 8);
        put(header, 108, "0000000", 8);
        put(header, 116, "0000000", 8);
        put(header, 124, String.format(Locale.ROOT, "%011o", size), 12);
        put(header, 136, "00000000000", 12);
        put(header, 148, "        ", 8);
        put(header, 156, "0", 1);
        put(header, 257, "ustar\0" + "00", 8);
        int sum = 0;
        for (byte b : header.array()) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum), 8);
        return header.array();
    }

    private static void put(ByteBuffer header, int at, String value, int length) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > length) {
            throw new IllegalArgumentException("too long for a tar header: " + value);
        }
        header.put(at, bytes);
    }

    private static int padding(int size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    // RFC 1952 around stored blocks of RFC 1951.
    private static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});
        for (int from = 0; from < plain.length; from += STORED) {
            int length = Math.min(STORED, plain.length - from);
            var block =
                    little(5)
                            .put((byte) (from + length == plain.length ? 1 : 0))
                            .putShort((short) length)
                            .putShort((short) ~length);
            out.writeBytes(block.array());
            out.write(plain, from, length);
        }
        var crc = new CRC32();
        crc.update(plain);
        out.writeBytes(little(8).putInt((int) crc.getValue()).putInt(plain.length).array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
