// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Passes on what comes after an offset, and counts all of it.
final class Rest extends FilterOutputStream {

    private final long offset;
    private long length;

    /// @param offset how many bytes are left out
    Rest(OutputStream out, long offset) {
        super(out);
        this.offset = offset;
    }

    /// How many bytes came, those left out among them.
    long length() {
        return length;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int count) throws IOException {
        int skipped = Math.clamp(offset - length, 0, count);
        length += count;
        if (skipped < count) {
            out.write(bytes, start + skipped, count - skipped);
        }
    }
}
