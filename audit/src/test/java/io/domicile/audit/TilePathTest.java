// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 999, 256, tile/0/999",
        "0, 1000, 256, tile/0/x001/000",
        "3, 1234067, 256, tile/3/x001/x234/067",
        "63, 1000000000, 1, tile/63/x001/x000/x000/000.p/1",
        "1, 273, 112, tile/1/273.p/112",
        "-1, 5, 256, tile/entries/005",
        "-1, 123456, 255, tile/entries/x123/456.p/255",
    })
    void a_path_is_written_and_read_as_the_specification_says(
            int level, long index, int width, String path) {
        assertEquals(path, new TilePath(level, index, width).toString());
        assertEquals(Optional.of(new TilePath(level, index, width)), TilePath.parse(path));
    }

    @Test
    void every_path_up_to_a_trillion_tiles_reads_back() {
        // given
        var random = new Random(6962);
        for (var i = 0; i < 20_000; i++) {
            var bound = (long) Math.pow(10, random.nextInt(13));
            var path =
                    new TilePath(
                            random.nextInt(65) - 1,
                            random.nextLong(bound + 1),
                            1 + random.nextInt(256));

            // when
            var read = TilePath.parse(path.toString());

            // then
            assertEquals(Optional.of(path), read);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoint",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/000\n",
                "tile/0",
                "tile/0/",
                "tile//000",
                "tile/00/000",
                "tile/01/000",
                "tile/-1/000",
                "tile/64/000",
                "tile/100/000",
                "tile/data/000",
                "tile/Entries/000",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/00a",
                "tile/0/x000",
                "tile/0/x000/001",
                "tile/0/001/000",
                "tile/0/x001/x000",
                "tile/0/x01/000",
                "tile/0/X001/000",
                "tile/0/x001/x1/000",
                "tile/0/x001//000",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/999",
                "tile/0/000.p/1000",
                "tile/0/000.p/-1",
                "tile/0/000.p/1/",
                "tile/0/000.p/1.p/1",
                "tile/0/000p/1",
                "tile/0/../0/000",
                "tile/0/%30%30%30",
                "tile/0/\u0660\u0660\u0660",
                "tile/0/ 000",
                "tile\\0\\000"
            })
    void anything_else_is_no_path(String path) {
        assertEquals(Optional.empty(), TilePath.parse(path));
    }

    @ParameterizedTest
    @CsvSource({"-2, 0, 1", "64, 0, 1", "0, -1, 1", "0, 0, 0", "0, 0, 257"})
    void no_tile_lies_outside_the_bounds(int level, long index, int width) {
        assertThrows(IllegalArgumentException.class, () -> new TilePath(level, index, width));
    }

    @ParameterizedTest
    @CsvSource({
        "255, 0, 0, 255",
        "255, 1, 0, 0",
        "256, 0, 0, 256",
        "256, 0, 1, 0",
        "256, 1, 0, 1",
        "257, 0, 1, 1",
        "257, -1, 1, 1",
        "65536, 0, 255, 256",
        "65536, 1, 0, 256",
        "65536, 2, 0, 1",
        "70000, 0, 272, 256",
        "70000, 0, 273, 112",
        "70000, 0, 274, 0",
        "70000, 1, 1, 17",
        "70000, 2, 0, 1",
        "16777216, 3, 0, 1",
        "16777216, 2, 0, 256",
        "9223372036854775807, 0, 36028797018963968, 0",
        "9223372036854775807, 7, 0, 127",
        "9223372036854775807, 8, 0, 0",
        "9223372036854775807, 0, 9223372036854775807, 0",
    })
    void a_tree_has_these_tiles(long size, int level, long index, int width) {
        var expected =
                width == 0
                        ? Optional.<TilePath>empty()
                        : Optional.of(new TilePath(level, index, width));
        assertEquals(expected, TilePath.in(size, level, index));
    }
}
