// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    /// All but the two that hold fractions.
    @Test
    void the_published_vectors_come_out_the_same() throws IOException {
        // given
        var folder = Vectors.folder("jcs");

        for (var name : List.of("arrays", "french", "unicode", "weird")) {
            // when
            var input = folder.resolve("input/" + name + ".json").toFile();
            var written = Json.write(new ObjectMapper().readValue(input, Object.class));

            // then
            var output = Files.readString(folder.resolve("output/" + name + ".json"));
            assertEquals(output, written, name);
        }
    }

    @Test
    void members_are_sorted_by_utf_16_code_units() {
        var members = Map.of("\ufb33", 1, "\ud83d\ude02", 2, "\u20ac", 3, "B", 4, "a", 5, "", 6);
        assertEquals(
                "{\"\":6,\"B\":4,\"a\":5,\"\u20ac\":3,\"\ud83d\ude02\":2,\"\ufb33\":1}",
                Json.write(members));
    }

    @Test
    void texts_are_escaped_no_more_than_they_must_be() {
        assertEquals(
                "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028<>\"",
                Json.write("\u0000\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028<>"));
    }

    @Test
    void numbers_that_a_reader_would_round_are_refused() {
        assertEquals(
                "[9007199254740991,-9007199254740991]",
                Json.write(List.of(9_007_199_254_740_991L, -9_007_199_254_740_991L)));
        assertThrows(IllegalArgumentException.class, () -> Json.write(9_007_199_254_740_992L));
        assertThrows(IllegalArgumentException.class, () -> Json.write(-9_007_199_254_740_992L));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Long.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Json.write(1.5));
    }
}
