// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Breaks off an answer whose reader takes less than 64 KiB/s: it has one of few [Places]. Only the
/// time counts that we wait for the reader. Who reads nothing at all runs into
/// `quarkus.http.idle-timeout`.
public final class Paced extends FilterOutputStream {

    private static final long LEAST_PER_SECOND = 64 << 10;
    private static final long WINDOW = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    private long waited;
    private long taken;

    /// @param out what goes to the reader
    public Paced(OutputStream out) {
        this(out, System::nanoTime);
    }

    Paced(OutputStream out, LongSupplier nanoTime) {
        super(out);
        this.nanoTime = nanoTime;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /// @throws IOException also if the reader is too slow
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        long began = nanoTime.getAsLong();
        out.write(bytes, from, length);
        waited += nanoTime.getAsLong() - began;
        taken += length;
        if (waited >= WINDOW) {
            if (taken < LEAST_PER_SECOND * Duration.ofNanos(waited).toSeconds()) {
                throw new IOException("the reader is too slow");
            }
            waited = 0;
            taken = 0;
        }
    }
}
