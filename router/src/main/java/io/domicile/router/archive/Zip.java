// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.router.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip as a stream, whose bytes follow from what is put in alone: all files have one time. Files
/// and zip may be larger than 4 GiB. Its last file, `SHA256SUMS`, has the digests of all others.
public final class Zip {

    private final ZipOutputStream out;
    private final LocalDateTime time;
    private final StringBuilder sums = new StringBuilder();

    /// @param out where it goes; stays open
    /// @param time the time of all files
    public Zip(OutputStream out, Instant time) {
        this.out = new ZipOutputStream(out);
        this.out.setLevel(Deflater.BEST_SPEED);
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    public void add(String name, byte[] content) throws IOException {
        try (var file = open(name)) {
            file.write(content);
        }
    }

    public void add(String name, String content) throws IOException {
        add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds what cannot be made smaller, such as hashes.
    void store(String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = entry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        try (var file = open(entry)) {
            file.write(content);
        }
    }

    /// Begins a file, which ends when the stream is closed. One at a time.
    OutputStream open(String name) throws IOException {
        return open(entry(name));
    }

    /// Adds `SHA256SUMS` and ends the zip.
    public void finish() throws IOException {
        add("SHA256SUMS", sums.toString());
        out.finish();
        out.flush();
    }

    private ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        return entry;
    }

    private OutputStream open(ZipEntry entry) throws IOException {
        out.putNextEntry(entry);
        return new OpenFile(entry.getName(), Digest.sha256());
    }

    /// A file under way.
    private final class OpenFile extends FilterOutputStream {

        private final String name;
        private final MessageDigest digest;

        OpenFile(String name, MessageDigest digest) {
            super(new DigestOutputStream(Zip.this.out, digest));
            this.name = name;
            this.digest = digest;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            super.out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            Zip.this.out.closeEntry();
            sums.append(HexFormat.of().formatHex(digest.digest()))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
    }
}
