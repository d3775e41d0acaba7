// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoarseGridTest {

    private static final double EARTH = 6_371_008.8;

    @Test
    void the_grid_is_the_one_of_the_policies() throws IOException {
        // given
        var data = Path.of("..", "policies", "data", "law.json");

        // when
        var law = Json.MAPPER.readTree(data.toFile()).path("law");

        // then
        assertEquals(law.at("/coarsening/default_grid_m").intValue(), CoarseGrid.METRES);
    }

    @Test
    void a_position_is_in_its_cell_and_the_cells_middle_stays_where_it_is() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3000);
        for (int i = 0; i < 100_000; i++) {
            // given
            double lat = random.nextDouble(-89.9, 89.9);
            double lon = random.nextDouble(-180, 180);

            // when
            var cell = CoarseGrid.of(lat, lon);

            // then
            assertTrue(metres(lat, lon, cell.lat(), lon) <= 1502);
            assertTrue(metres(cell.lat(), lon, cell.lat(), cell.lon()) <= 6000);
            assertEquals(cell, CoarseGrid.of(cell.lat(), cell.lon()));
        }
    }

    @ParameterizedTest
    @CsvSource({"52.3731, 4.8926", "31.2304, 121.4737", "1.3521, 103.8198", "-33.86, 151.2"})
    void cells_are_three_kilometres_apart(double lat, double lon) {
        // given
        var here = CoarseGrid.of(lat, lon);

        // when
        var north = CoarseGrid.of(lat + 3001 / 111_195.08, lon);
        var east = CoarseGrid.of(lat, lon + 3004 / 111_195.08 / Math.cos(Math.toRadians(lat)));

        // then
        assertNotEquals(here, north);
        assertNotEquals(here, east);
        assertTrue(metres(here.lat(), 0, north.lat(), 0) >= 2999);
        assertTrue(metres(here.lat(), here.lon(), east.lat(), east.lon()) >= 2999);
    }

    @ParameterizedTest
    @CsvSource({"90, 0", "-90, 180", "90, -180", "0, 180", "0, -180"})
    void the_edges_of_the_map_have_a_cell(double lat, double lon) {
        // when
        var cell = CoarseGrid.of(lat, lon);

        // then
        assertTrue(Math.abs(cell.lat()) < 90 && Math.abs(cell.lon()) <= 180);
    }

    /// The way along a great circle.
    private static double metres(double lat, double lon, double toLat, double toLon) {
        double north = Math.sin(Math.toRadians(toLat - lat) / 2);
        double east = Math.sin(Math.toRadians(toLon - lon) / 2);
        double half =
                north * north
                        + Math.cos(Math.toRadians(lat))
                                * Math.cos(Math.toRadians(toLat))
                                * east
                                * east;
        return 2 * EARTH * Math.asin(Math.sqrt(half));
    }
}
