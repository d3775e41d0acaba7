// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.regions.Bytes;
import io.domicile.router.intake.Lines.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final int LONGEST = 8;

    @Test
    void lines_end_with_a_line_feed_and_blank_ones_only_count() {
        // when
        var lines = split("one\n\n two\r\n \t\r\nlast", 4);

        // then
        assertEquals(List.of("1 one", "3  two\r", "5 last"), lines);
    }

    @Test
    void a_line_that_is_too_long_is_skipped_to_its_end() {
        // when
        var lines = split("12345678\n123456789\nfine\n" + "x".repeat(100), 5);

        // then
        assertEquals(List.of("1 12345678", "2 too long", "3 fine", "4 too long"), lines);
    }

    @Test
    void chunks_make_no_difference() {
        // given
        var random = new Random(42);
        var alphabet = "ab\n\n \r{}\u00e9";
        for (int round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            // when
            var lines = split(text.toString(), 1 + random.nextInt(20));

            // then
            assertEquals(expected(text.toString()), lines);
        }
    }

    private static List<String> expected(String text) {
        var parts = text.split("\n", -1);
        var expected = new ArrayList<String>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                expected.add((i + 1) + " too long");
            } else if (!parts[i].isBlank()) {
                expected.add((i + 1) + " " + parts[i]);
            }
        }
        return expected;
    }

    private static List<String> split(String text, int chunk) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var lines = new Lines(LONGEST);
        var found = new ArrayList<String>();
        for (int at = 0; at < bytes.length; at += chunk) {
            lines.add(Arrays.copyOfRange(bytes, at, Math.min(at + chunk, bytes.length)));
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                found.add(text(line.get()));
            }
        }
        lines.rest().ifPresent(line -> found.add(text(line)));
        return found;
    }

    private static String text(Line line) {
        return switch (line) {
            case Line.TooLong(long number) -> number + " too long";
            case Line.Whole(long number, Bytes text) ->
                    number + " " + new String(text.toArray(), StandardCharsets.UTF_8);
        };
    }
}
