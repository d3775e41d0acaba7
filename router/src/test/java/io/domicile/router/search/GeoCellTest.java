// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoCellTest {

    @ParameterizedTest
    @CsvSource({
        "5, 52.3731, 4.8926, 5/WGS84/3239/4207",
        "5, -90, -180, 5/WGS84/0/0",
        "5, 90, 180, 5/WGS84/4095/0",
        "4, 0, 0, 4/WGS84/512/512",
        "3, 90, 179.999, 3/WGS84/127/255"
    })
    void a_position_lies_in_a_cell_of_the_level(int level, double lat, double lon, String name) {
        assertEquals(name, GeoCell.of(level, "WGS84", lat, lon).name());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void what_is_less_than_a_cell_away_is_around(int level) {
        // given
        var random = RandomGenerator.of("L64X128MixRandom");
        double height = 180.0 / (1 << (5 * level / 2));
        double width = 360.0 / (1 << ((5 * level + 1) / 2));

        for (int i = 0; i < 10_000; i++) {
            double lat = random.nextDouble(-90 + height, 90 - height);
            double lon = random.nextDouble(-180, 180);
            double north = lat + random.nextDouble(-height, height);
            double east = (lon + random.nextDouble(-width, width) + 540) % 360 - 180;

            // when
            var around = GeoCell.of(level, "WGS84", lat, lon).around();

            // then
            assertTrue(around.contains(GeoCell.of(level, "WGS84", north, east)));
        }
    }

    @Test
    void no_cell_is_around_twice_and_none_beyond_a_pole() {
        // when
        var around = GeoCell.of(3, "WGS84", 90, 0).around();

        // then
        assertEquals(6, around.size());
        assertEquals(6, new HashSet<>(around).size());
    }
}
