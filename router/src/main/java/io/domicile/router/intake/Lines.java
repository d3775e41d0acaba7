// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.regions.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Splits a body that comes in chunks into its lines. Holds one chunk and one unfinished line, and
/// of a line that is too long nothing.
final class Lines {

    private final long longest;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private byte[] chunk = new byte[0];
    private int at;
    private boolean tooLong;
    private long number;

    /// @param longest bytes that a line may have, without its end
    Lines(long longest) {
        this.longest = longest;
    }

    /// A line that is not blank.
    sealed interface Line {

        /// Where it stands in the body, from 1; blank lines count.
        long number();

        /// A line.
        record Whole(long number, Bytes text) implements Line {}

        /// A line that has more bytes than one may have.
        record TooLong(long number) implements Line {}
    }

    /// Adds what comes next. Only when [#next] has found nothing more.
    void add(byte[] bytes) {
        chunk = bytes;
        at = 0;
    }

    /// The next line that has ended; empty when more must be added first.
    Optional<Line> next() {
        while (at < chunk.length) {
            int end = end();
            append(end);
            if (end == chunk.length) {
                at = end;
                return Optional.empty();
            }
            at = end + 1;
            var line = finish();
            if (line.isPresent()) {
                return line;
            }
        }
        return Optional.empty();
    }

    /// What stands behind the last line's end, once the body is over.
    Optional<Line> rest() {
        return begun.size() == 0 && !tooLong ? Optional.empty() : finish();
    }

    /// How many lines have ended, blank ones too.
    long count() {
        return number;
    }

    private int end() {
        for (int i = at; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return chunk.length;
    }

    private void append(int end) {
        if (tooLong || begun.size() + (end - at) > longest) {
            tooLong = true;
            begun.reset();
        } else {
            begun.write(chunk, at, end - at);
        }
    }

    private Optional<Line> finish() {
        number++;
        var text = begun.toByteArray();
        boolean skipped = tooLong;
        begun.reset();
        tooLong = false;
        if (skipped) {
            return Optional.of(new Line.TooLong(number));
        }
        return isBlank(text)
                ? Optional.empty()
                : Optional.of(new Line.Whole(number, Bytes.of(text)));
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
