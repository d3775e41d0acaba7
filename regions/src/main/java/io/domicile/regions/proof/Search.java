// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// Looks for many byte sequences in one pass, in memory that does not grow with the text: Wu and
/// Manber, "A fast algorithm for multi-pattern searching", University of Arizona TR-94-17, with
/// blocks of two bytes. Not for use by several threads at once.
final class Search implements AutoCloseable {

    /// The fewest bytes that a needle may have; the window in which blocks are looked up.
    static final int LEAST = 8;

    private static final int SIZE = 1 << 20;
    private static final int NONE = -1;

    private final List<Needle> needles;

    /// How far the window may move on, by its last two bytes.
    private final byte[] shifts = new byte[1 << 16];

    /// The first needle whose window ends with two bytes, and the next one of each needle.
    private final int[] heads = new int[1 << 16];

    private final int[] nexts;
    private final int longest;
    private final byte[] buffer;

    Search(List<Needle> needles) {
        this.needles = List.copyOf(needles);
        nexts = new int[needles.size()];
        longest = needles.stream().mapToInt(Needle::length).max().orElse(LEAST);
        buffer = new byte[SIZE + longest];
        Arrays.fill(shifts, (byte) (LEAST - 1));
        Arrays.fill(heads, NONE);
        for (int n = 0; n < needles.size(); n++) {
            var needle = needles.get(n);
            for (int end = 1; end < LEAST; end++) {
                int block = block(needle.at(end - 1), needle.at(end));
                shifts[block] = (byte) Math.min(shifts[block], LEAST - 1 - end);
            }
            int last = block(needle.at(LEAST - 2), needle.at(LEAST - 1));
            nexts[n] = heads[last];
            heads[last] = n;
        }
    }

    /// Is told what was found.
    interface Finder {

        /// @param offset where it begins
        void found(Needle needle, long offset);
    }

    /// Is told how far the search is.
    interface Meter {

        /// @param bytes how many more were read
        void read(int bytes);
    }

    /// Looks through a stream to its end.
    ///
    /// @return how many bytes it has
    long through(InputStream text, Finder finder, Meter meter) throws IOException {
        long base = 0;
        int kept = 0;
        while (true) {
            int read = text.readNBytes(buffer, kept, buffer.length - kept);
            meter.read(read);
            int filled = kept + read;
            boolean last = filled < buffer.length;
            int decided = last ? filled : filled - longest + 1;
            look(filled, decided, base, finder);
            if (last) {
                return base + filled;
            }
            kept = filled - decided;
            System.arraycopy(buffer, decided, buffer, 0, kept);
            base += decided;
        }
    }

    /// Finds what begins before `decided`.
    private void look(int filled, int decided, long base, Finder finder) {
        int end = LEAST - 1;
        while (end < filled && end - LEAST + 1 < decided) {
            int block = block(buffer[end - 1], buffer[end]);
            int shift = shifts[block];
            if (shift == 0) {
                compare(heads[block], end - LEAST + 1, filled, base, finder);
                shift = 1;
            }
            end += shift;
        }
    }

    private void compare(int head, int start, int filled, long base, Finder finder) {
        for (int n = head; n != NONE; n = nexts[n]) {
            if (needles.get(n).isAt(buffer, start, filled)) {
                finder.found(needles.get(n), base + start);
            }
        }
    }

    private static int block(byte first, byte second) {
        return (first & 0xff) << 8 | (second & 0xff);
    }

    /// Forgets what was looked for.
    @Override
    public void close() {
        needles.forEach(Needle::close);
        Arrays.fill(buffer, (byte) 0);
    }
}
